import { seenBlockers } from './access/blockers.js';
import { isAdministrator, looksAfterAll, scopeFor } from './access/rules.js';
import { validate } from './data/validation.js';
import { HttpProblem } from './http/problem.js';
import { entityAt } from './model.js';

/**
 * @import { Viewer } from './access/rules.js'
 * @import { Store } from './data/store.js'
 * @import { Action, AppModel, Entity, Field, Input, ListQuery, Problem, Scope, StoredRecord, Values } from './types.d.ts'
 * @typedef {{ readonly record: StoredRecord } | { readonly problems: readonly Problem[] }} Saved
 */

const DENIED = Symbol.for('app.access-denied');

/** Somebody asked for what the access rules do not allow. */
export class AccessDenied extends Error {
  [DENIED] = true;

  /**
   * Told by a mark, not by the class: bundled pages may have a copy of this file of their own.
   *
   * @override
   * @param {unknown} value
   * @returns {value is AccessDenied}
   */
  static [Symbol.hasInstance](value) {
    return typeof value === 'object' && value !== null && DENIED in value;
  }

  /** @param {boolean} signedIn whether signing in could help is told by its being false */
  constructor(signedIn) {
    super(signedIn ? 'Your account is not allowed to do that.' : 'Sign in first.');
    this.signedIn = signedIn;
  }
}

/**
 * What one person may do with records: the only way to the data for the API and for pages. What somebody may not see
 * is for them as if it did not exist.
 */
export class Records {
  #store;

  /** @param {{ model: AppModel, store: Store, viewer: Viewer }} parts */
  constructor({ model, store, viewer }) {
    this.model = model;
    this.viewer = viewer;
    this.#store = store;
  }

  get isAdministrator() {
    return isAdministrator(this.model, this.viewer);
  }

  /** @param {Entity} entity @param {Action} action */
  can(entity, action) {
    return this.#scope(entity, action) !== null;
  }

  /** Ends a request that the access rules do not allow. @returns {never} */
  deny() {
    throw new AccessDenied(this.viewer.account !== null);
  }

  /** Whether it may be said whom a record belongs to, and so who has accounts. @param {Entity} entity */
  canHandOn(entity) {
    return looksAfterAll(this.model, this.viewer, entity);
  }

  /** Ends a request about a record that is seen but may not be changed. @param {Entity} entity @param {number} id @param {'update' | 'delete'} action */
  async mustChange(entity, id, action) {
    if (!(await this.changeable(entity, [id], action)).has(id)) this.deny();
  }

  /**
   * Which of some records, all of which the viewer sees, may be changed or deleted.
   *
   * @param {Entity} entity
   * @param {readonly number[]} ids
   * @param {'update' | 'delete'} action
   * @returns {Promise<ReadonlySet<number>>}
   */
  async changeable(entity, ids, action) {
    const scope = this.#scope(entity, action);
    if (scope === null || ids.length === 0) return new Set();
    return new Set(scope === 'all' ? ids : (await this.#store.titles(entity, ids, scope)).keys());
  }

  /** @param {Entity} entity @param {ListQuery} query */
  list(entity, query) {
    return this.#store.list(entity, query, this.#allowed(entity, 'read'));
  }

  /** @param {Entity} entity */
  count(entity) {
    return this.#store.count(entity, this.#allowed(entity, 'read'));
  }

  /** @param {Entity} entity @param {number} id @returns {Promise<StoredRecord | undefined>} */
  get(entity, id) {
    return this.#store.get(entity, id, this.#allowed(entity, 'read'));
  }

  /** What people call a record. @param {Entity} entity @param {StoredRecord} record */
  title(entity, record) {
    return this.#store.title(entity, record);
  }

  /** What records are called, of those that the viewer may see. @param {Entity} entity @param {readonly number[]} ids @returns {Promise<ReadonlyMap<number, string>>} */
  async titles(entity, ids) {
    const scope = this.#scope(entity, 'read');
    return scope === null || ids.length === 0 ? new Map() : this.#store.titles(entity, ids, scope);
  }

  /** Records to choose from, undefined when there are more than `limit`. @param {Entity} entity @param {number} limit */
  async options(entity, limit) {
    const scope = this.#scope(entity, 'read');
    return scope === null ? [] : this.#store.options(entity, { limit, scope });
  }

  /** A stored file of a record. @param {Entity} entity @param {number} id @param {Field} field */
  async file(entity, id, field) {
    return (await this.get(entity, id)) === undefined ? undefined : this.#store.file(entity, id, field.key);
  }

  /** The account a record belongs to, for those who may change that. @param {Entity} entity @param {number} id */
  async ownerOf(entity, id) {
    return this.canHandOn(entity) ? this.#store.ownerOf(entity, id) : null;
  }

  /**
   * @param {Entity} entity
   * @param {ReadonlyMap<string, Input>} input
   * @param {{ defaults: boolean }} options `defaults`: what is left out gets its default
   * @returns {Promise<Saved>}
   */
  async create(entity, input, { defaults }) {
    this.#allowed(entity, 'create');
    const { values, problems } = await this.#check(entity, input, { partial: false, defaults }, undefined);
    if (problems.length > 0) return { problems };
    const saved = await this.#store.create(entity, values, { owner: this.viewer.account?.id ?? null });
    return this.#saved(entity, saved);
  }

  /**
   * @param {Entity} entity
   * @param {number} id
   * @param {ReadonlyMap<string, Input>} input
   * @param {{ partial: boolean, owner?: number | null }} options `partial`: what is left out stays as it is
   * @returns {Promise<Saved | undefined>} undefined when there is no such record
   */
  async update(entity, id, input, { partial, owner }) {
    if (!(await this.#reaches(entity, id, 'update'))) return undefined;
    const before = this.can(entity, 'read') ? await this.get(entity, id) : undefined;
    const { values, problems } = await this.#check(entity, input, { partial, defaults: false }, before);
    if (problems.length > 0) return { problems };
    const handedOn = owner !== undefined && this.canHandOn(entity) ? { owner } : {};
    return this.#saved(entity, await this.#store.update(entity, id, values, handedOn));
  }

  /**
   * @param {Entity} entity
   * @param {number} id
   * @returns {Promise<{ blockedBy: readonly { entity: Entity, count: number }[] } | undefined>} undefined when there is
   *   no such record
   */
  async remove(entity, id) {
    if (!(await this.#reaches(entity, id, 'delete'))) return undefined;
    const { blockedBy } = await this.#store.remove(entity, id);
    const seen = await seenBlockers(this, { entity, id }, blockedBy);
    if (blockedBy.length > 0 && seen.length === 0)
      throw new HttpProblem(409, `This ${entity.name} is still needed by something that you may not see.`);
    return { blockedBy: seen };
  }

  /** @param {Entity} entity @param {Action} action @returns {Scope | null} */
  #scope(entity, action) {
    return scopeFor(this.model, this.viewer, { entity, action });
  }

  /** @param {Entity} entity @param {Action} action @returns {Scope} */
  #allowed(entity, action) {
    const scope = this.#scope(entity, action);
    if (scope === null) this.deny();
    return scope;
  }

  /** Whether a record can be seen and changed. @param {Entity} entity @param {number} id @param {'update' | 'delete'} action */
  async #reaches(entity, id, action) {
    const scope = this.#allowed(entity, action);
    const isSeen = !this.can(entity, 'read') || (await this.get(entity, id)) !== undefined;
    if (!isSeen) return false;
    if ((await this.#store.get(entity, id, scope)) !== undefined) return true;
    if (scope !== 'all' && this.can(entity, 'read')) throw new AccessDenied(true);
    return false;
  }

  /** @param {Entity} entity @param {ReadonlyMap<string, Input>} input @param {{ partial: boolean, defaults: boolean }} mode @param {StoredRecord | undefined} before */
  async #check(entity, input, mode, before) {
    const { values, problems } = validate(entity, input, mode);
    return { values, problems: [...problems, ...(await this.#unseen(entity, values, before))] };
  }

  /**
   * References to records that the viewer may not see are refused as if those did not exist. What the record refers to
   * already may stay.
   *
   * @param {Entity} entity
   * @param {Values} values
   * @param {StoredRecord | undefined} before the record as the viewer sees it, undefined for none
   * @returns {Promise<Problem[]>}
   */
  async #unseen(entity, values, before) {
    /** @type {Problem[]} */
    const problems = [];
    for (const field of entity.fields) {
      const value = values.get(field.key);
      if (field.references === null || value === undefined || value === null) continue;
      const target = entityAt(this.model, field.references);
      if (this.#scope(target, 'read') === 'all') continue;
      const kept = new Set([before?.[field.key]].flat().map(Number));
      const ids = [value]
        .flat()
        .map(Number)
        .filter((id) => !kept.has(id));
      const seen = await this.titles(target, ids);
      if (ids.some((id) => !seen.has(id)))
        problems.push({ field: field.key, message: `${field.label} must be an existing ${target.name}.` });
    }
    return problems;
  }

  /** @param {Entity} entity @param {{ id: number } | { problems: readonly Problem[] }} saved @returns {Promise<Saved>} */
  async #saved(entity, saved) {
    if ('problems' in saved) return saved;
    // Whoever may add but not look gets the number only.
    const record = await this.#store.get(entity, saved.id, 'all');
    if (record === undefined)
      return { problems: [{ field: '', message: 'It was deleted at the same moment.' }] };
    return { record: this.can(entity, 'read') ? record : { id: saved.id } };
  }
}
