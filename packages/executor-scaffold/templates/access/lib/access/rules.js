/**
 * @import { Access, AccessRule, Action, AppModel, Entity, Scope } from '../types.d.ts'
 * @typedef {{ readonly id: number, readonly email: string, readonly name: string, readonly role: string }} Account
 * @typedef {{ readonly account: Account | null }} Viewer who asks; no account: not signed in
 */

export const ADMINISTRATOR = 'administrator';

/** Not signed in. @type {Viewer} */
export const NOBODY = { account: null };

/** By entity: every page asks about each of them. @type {WeakMap<Access, ReadonlyMap<string, readonly AccessRule[]>>} */
const known = new WeakMap();

/** @param {Access} access @param {Entity} entity @returns {readonly AccessRule[]} */
function rulesAbout(access, entity) {
  const rules = known.get(access) ?? Map.groupBy(access.rules, (rule) => rule.entity);
  known.set(access, rules);
  return rules.get(entity.path) ?? [];
}

/** @param {AppModel} model @param {Viewer} viewer */
export const isAdministrator = (model, viewer) =>
  model.access.enforced && viewer.account?.role === ADMINISTRATOR;

/**
 * Whether somebody's work is all records of an entity, whoever owns them: they may hand records on. Not whoever is let
 * in because everybody is, and not whoever could make a record their own by it, to do more with it.
 *
 * @param {AppModel} model
 * @param {Viewer} viewer
 * @param {Entity} entity
 */
export function looksAfterAll(model, viewer, entity) {
  const { enforced } = model.access;
  if (!enforced || isAdministrator(model, viewer)) return enforced;
  const isWork = rulesAbout(model.access, entity).some(
    (rule) => rule.role === viewer.account?.role && rule.scope === 'all' && rule.actions.includes('update'),
  );
  /** @param {Action} action */
  const isLimited = (action) => {
    const scope = scopeFor(model, viewer, { entity, action });
    return scope !== null && scope !== 'all';
  };
  return isWork && !isLimited('read') && !isLimited('delete');
}

/**
 * Which records of an entity somebody may do something with.
 *
 * @param {AppModel} model
 * @param {Viewer} viewer
 * @param {{ entity: Entity, action: Action }} wish
 * @returns {Scope | null} null: none at all
 */
export function scopeFor(model, viewer, { entity, action }) {
  const { access } = model;
  if (!access.enforced || isAdministrator(model, viewer)) return 'all';
  const { account } = viewer;
  const roles = account === null ? ['anyone'] : ['anyone', 'signed-in', account.role];
  const fitting = rulesAbout(access, entity).filter(
    (rule) => rule.actions.includes(action) && roles.includes(rule.role),
  );
  if (fitting.some((rule) => rule.scope === 'all')) return 'all';
  return fitting.length === 0 || account === null ? null : { account: account.id };
}
