import { toLocal } from '../time-zone.js';
import { controlOf } from './control.js';
import { shower } from './shown.js';
import { inText } from './words.js';

/**
 * @import { AccountEntry } from '../accounts/accounts.js'
 * @import { Entity, Field, JsonValue, Problem, StoredRecord } from '../types.d.ts'
 * @import { Context } from './shown.js'
 * @import { Control, FormView } from './types.d.ts'
 *
 * @typedef {object} FormState
 * @property {StoredRecord | undefined} record undefined for a new one
 * @property {ReadonlyMap<string, readonly string[]>} texts what is filled in, by field key
 * @property {readonly Problem[]} problems
 * @property {OwnerChoice | undefined} [owner] for whoever may hand records on
 * @typedef {{ readonly current: string, readonly accounts: readonly AccountEntry[] }} OwnerChoice
 */

export const OWNER = 'record_owner';

/** @param {Field} field @param {JsonValue | undefined} value @param {string} timeZone @returns {readonly string[]} */
function asTexts(field, value, timeZone) {
  if (value === null || value === undefined || field.type === 'file') return [];
  if (Array.isArray(value) && field.type === 'references') return value.map(String);
  if (field.type === 'json') return [JSON.stringify(value, null, 2)];
  if (field.type === 'datetime') return [toLocal(String(value), timeZone)];
  return [field.type === 'money' ? Number(value).toFixed(2) : String(value)];
}

/** What a form shows for a record as it is stored. @param {Entity} entity @param {StoredRecord} record @param {string} timeZone */
export const textsOf = (entity, record, timeZone) =>
  new Map(entity.fields.map((field) => [field.key, asTexts(field, record[field.key], timeZone)]));

/** Empty but for defaults, and what a link filled in. @param {Entity} entity @param {URLSearchParams} query @returns {Map<string, readonly string[]>} */
export const newTexts = (entity, query) =>
  new Map(
    entity.fields.map((field) => {
      const given = query.getAll(field.key);
      return [field.key, given.length > 0 || field.default === null ? given : [String(field.default)]];
    }),
  );

/** @param {OwnerChoice} choice @returns {Control} */
const ownerControl = ({ current, accounts }) => ({
  key: OWNER,
  id: `field-${OWNER}`,
  label: 'Belongs to the account',
  required: false,
  hint: 'Whose own record this is.',
  addFirst: null,
  problem: null,
  kind: 'select',
  type: 'text',
  inputMode: 'text',
  rows: 1,
  values: [current],
  options: accounts.map(({ id, name, email }) => ({ value: String(id), label: `${name} (${email})` })),
  file: null,
});

/** The page to add or change a record. @param {Context} context @param {Entity} entity @param {FormState} state @returns {Promise<FormView>} */
export async function formView(context, entity, { record, texts, problems, owner }) {
  const show = shower(context, entity, { titles: new Map(), short: true });
  const controls = await Promise.all(
    entity.fields.map((field) => {
      const stored = record?.[field.key] ?? null;
      return controlOf(context, field, {
        values: texts.get(field.key) ?? [],
        problem: problems.find((problem) => problem.field === field.key)?.message ?? null,
        file:
          record === undefined || field.type !== 'file' || stored === null
            ? null
            : show(field, stored, record.id),
        stored: field.references === null || stored === null ? [] : [stored].flat().map(Number),
      });
    }),
  );
  const name = inText(entity.name);
  const { records } = context;
  const back = records.can(entity, 'read')
    ? { href: `/${entity.path}`, text: entity.plural }
    : { href: '/', text: records.model.name };
  return {
    back,
    cancelHref: record === undefined ? back.href : `/${entity.path}/${record.id}`,
    heading: record === undefined ? `Add ${name}` : `Edit ${context.records.title(entity, record)}`,
    plural: entity.plural,
    path: entity.path,
    href: record === undefined ? `/${entity.path}` : `/${entity.path}/${record.id}`,
    submit: record === undefined ? `Add ${name}` : 'Save changes',
    hasFiles: entity.fields.some((field) => field.type === 'file'),
    controls: owner === undefined ? controls : [...controls, ownerControl(owner)],
    problems: problems.map(({ field, message }) => ({
      id: controls.find(({ key }) => key === field)?.id ?? null,
      message,
    })),
  };
}
