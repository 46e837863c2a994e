import { referencesTo } from '../model.js';
import { scopeFor } from './rules.js';

/**
 * @import { Records } from '../records.js'
 * @import { Entity } from '../types.d.ts'
 * @typedef {{ readonly entity: Entity, readonly count: number }} Blocker
 */

/** How many records that the viewer sees need another one. @param {Records} records @param {Entity} entity @param {{ entity: Entity, id: number }} target */
async function countSeen(records, entity, target) {
  const uses = referencesTo(records.model, target.entity).filter(
    (use) => use.entity === entity && use.field.required,
  );
  let count = 0;
  for (const { field } of uses) {
    const sort = { key: 'id', descending: false };
    const filters = new Map([[field.key, target.id]]);
    count += (await records.list(entity, { page: 1, pageSize: 1, search: '', sort, filters })).total;
  }
  return count;
}

/**
 * What keeps a record from being deleted, as far as the viewer may see it: numbers tell of other people's records, too.
 *
 * @param {Records} records
 * @param {{ entity: Entity, id: number }} target
 * @param {readonly Blocker[]} blockers
 * @returns {Promise<Blocker[]>}
 */
export async function seenBlockers(records, target, blockers) {
  /** @type {Blocker[]} */
  const seen = [];
  for (const blocker of blockers) {
    const scope = scopeFor(records.model, records.viewer, { entity: blocker.entity, action: 'read' });
    if (scope === 'all') seen.push(blocker);
    else if (scope !== null && !seen.some(({ entity }) => entity === blocker.entity)) {
      const count = await countSeen(records, blocker.entity, target);
      if (count > 0) seen.push({ entity: blocker.entity, count });
    }
  }
  return seen;
}
