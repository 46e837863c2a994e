/**
 * @import { AppModel, Entity, Field } from './types.d.ts'
 */

/** @type {WeakMap<AppModel, ReadonlyMap<string | null, Entity>>} */
const entities = new WeakMap();
/** @type {WeakMap<AppModel, ReadonlyMap<string | null, { entity: Entity, field: Field }[]>>} */
const references = new WeakMap();

/**
 * @param {AppModel} model
 * @param {string | null} path
 * @returns {Entity}
 */
export function entityAt(model, path) {
  const byPath = entities.get(model) ?? new Map(model.entities.map((entity) => [entity.path, entity]));
  entities.set(model, byPath);
  const entity = byPath.get(path);
  if (entity === undefined) throw new Error(`The model has no entity at "${path}".`);
  return entity;
}

/**
 * @param {Entity} entity
 * @param {string} key
 * @returns {Field | undefined}
 */
export const fieldOf = (entity, key) => entity.fields.find((field) => field.key === key);

/**
 * Every reference field that points to an entity, with the entity that has it.
 *
 * @param {AppModel} model
 * @param {Entity} target
 * @returns {readonly { entity: Entity, field: Field }[]}
 */
export function referencesTo(model, target) {
  const uses = () => model.entities.flatMap((entity) => entity.fields.map((field) => ({ entity, field })));
  const byTarget = references.get(model) ?? Map.groupBy(uses(), ({ field }) => field.references);
  references.set(model, byTarget);
  return byTarget.get(target.path) ?? [];
}
