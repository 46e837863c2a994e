import { formInput } from '../api/form-input.js';
import { validate } from '../data/validation.js';
import { textOf } from '../http/body.js';
import { HttpProblem } from '../http/problem.js';
import { fieldOf } from '../model.js';
import { fromLocal, toLocal } from '../time-zone.js';
import { formView, OWNER, textsOf } from '../views/form.js';

/**
 * @import { Accounts } from '../accounts/accounts.js'
 * @import { FormFields } from '../http/body.js'
 * @import { Entity, Input, Problem, StoredRecord } from '../types.d.ts'
 * @import { OwnerChoice } from '../views/form.js'
 * @import { Context } from '../views/shown.js'
 * @import { FormView, RemoveView } from '../views/types.d.ts'
 * @typedef {Context & { readonly accounts: Accounts }} ActionContext
 */

/** @param {Entity} entity @returns {never} */
function missing(entity) {
  throw new HttpProblem(404, `There is no such ${entity.name}.`);
}

/** Whom a record may be given to, for whoever may do that. @param {ActionContext} context @param {Entity} entity @param {number} id @returns {Promise<OwnerChoice | undefined>} */
async function ownerChoice({ records, accounts }, entity, id) {
  if (!records.canHandOn(entity)) return undefined;
  const current = await records.ownerOf(entity, id);
  return { current: current === null ? '' : String(current), accounts: await accounts.list() };
}

/** The form of a record as it is stored. @param {ActionContext} context @param {Entity} entity @param {StoredRecord} record */
export async function editView(context, entity, record) {
  await context.records.mustChange(entity, record.id, 'update');
  return formView(context, entity, {
    record,
    texts: textsOf(entity, record, context.timeZone),
    problems: [],
    owner: await ownerChoice(context, entity, record.id),
  });
}

/**
 * Times of a form are meant as the clocks of the app's zone show them. One that is as it was shown stays what it was: a
 * clock shows no seconds, and some hours twice.
 *
 * @param {Entity} entity
 * @param {ReadonlyMap<string, Input>} input
 * @param {{ timeZone: string, record: StoredRecord | undefined }} context
 */
function inZone(entity, input, { timeZone, record }) {
  /** @param {string} key @param {string} text */
  const momentOf = (key, text) => {
    const stored = record?.[key] ?? null;
    return typeof stored === 'string' && toLocal(stored, timeZone) === text
      ? stored
      : fromLocal(text, timeZone);
  };
  const isTime = (/** @type {string} */ key) => fieldOf(entity, key)?.type === 'datetime';
  return new Map(
    [...input].map(([key, value]) => [
      key,
      isTime(key) && typeof value === 'string' ? momentOf(key, value) : value,
    ]),
  );
}

/** @param {FormFields} form @returns {{ owner?: number | null }} */
function ownerIn(form) {
  if (!form.has(OWNER)) return {};
  const text = textOf(form, OWNER);
  return { owner: /^[1-9]\d{0,14}$/.test(text) ? Number(text) : null };
}

/**
 * Saves what a form holds, as a new record or over one.
 *
 * @param {ActionContext} context
 * @param {Entity} entity
 * @param {{ id: number | undefined, form: FormFields }} sent
 * @returns {Promise<{ saved: number } | { view: FormView }>} the form again when something is wrong with it
 */
export async function saveRecord(context, entity, { id, form }) {
  const { records, timeZone } = context;
  const record = id === undefined ? undefined : ((await records.get(entity, id)) ?? missing(entity));
  const { input, texts, problems } = formInput(entity, form, { absent: 'empty' });
  const values = inZone(entity, input, { timeZone, record });
  /** @param {readonly Problem[]} complaints */
  const again = async (complaints) => {
    const owner = record === undefined ? undefined : await ownerChoice(context, entity, record.id);
    const chosen = owner === undefined ? undefined : { ...owner, current: textOf(form, OWNER) };
    return { view: await formView(context, entity, { record, texts, problems: complaints, owner: chosen }) };
  };
  if (problems.length > 0) {
    // Everything that is wrong is said at once.
    const unread = new Set(problems.map(({ field }) => field));
    const others = validate(entity, values, { partial: false, defaults: false }).problems;
    return again([...problems, ...others.filter(({ field }) => !unread.has(field))]);
  }
  const { owner: heir } = ownerIn(form);
  if (records.canHandOn(entity) && typeof heir === 'number' && !(await context.accounts.get(heir)))
    return again([{ field: OWNER, message: 'Choose an account that exists.' }]);
  const saved =
    record === undefined
      ? await records.create(entity, values, { defaults: false })
      : ((await records.update(entity, record.id, values, { partial: false, ...ownerIn(form) })) ??
        missing(entity));
  return 'problems' in saved ? again(saved.problems) : { saved: saved.record.id };
}

/** What a page asks before a record is deleted. @param {Context} context @param {Entity} entity @param {StoredRecord} record @param {RemoveView['blockedBy']} blockedBy @returns {RemoveView} */
export const removeView = ({ records }, entity, record, blockedBy) => ({
  title: records.title(entity, record),
  name: entity.name,
  path: entity.path,
  href: `/${entity.path}/${record.id}`,
  blockedBy,
});

/** @param {Context} context @param {Entity} entity @param {StoredRecord} record @returns {Promise<{ removed: true } | { view: RemoveView }>} */
export async function removeRecord(context, entity, record) {
  const { blockedBy } = (await context.records.remove(entity, record.id)) ?? missing(entity);
  if (blockedBy.length === 0) return { removed: true };
  const blockers = blockedBy.map(({ entity: other, count }) => ({
    href: `/${other.path}`,
    plural: other.plural,
    count,
  }));
  return { view: removeView(context, entity, record, blockers) };
}

/** Turns a yes/no value over. @param {Context} context @param {Entity} entity @param {{ record: StoredRecord, key: string }} subject */
export async function toggleField({ records }, entity, { record, key }) {
  const field = fieldOf(entity, key);
  if (field?.type !== 'boolean') throw new HttpProblem(400, 'There is nothing to turn over.');
  const input = new Map([[key, record[key] !== true]]);
  const saved = (await records.update(entity, record.id, input, { partial: true })) ?? missing(entity);
  if ('problems' in saved)
    throw new HttpProblem(422, 'The change could not be saved.', { errors: saved.problems });
}

/** A way back that leads to a page of this app and nowhere else. @param {string} wanted @param {string} fallback */
export const wayBack = (wanted, fallback) => (/^\/(?![/\\])[\x21-\x7e]*$/.test(wanted) ? wanted : fallback);
