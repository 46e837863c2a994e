import { entityAt } from '../model.js';
import { inText } from './words.js';

/**
 * @import { Field, Option } from '../types.d.ts'
 * @import { Context } from './shown.js'
 * @import { Control, Shown } from './types.d.ts'
 * @typedef {{ readonly values: readonly string[], readonly problem: string | null, readonly file: Shown | null, readonly stored: readonly number[] }} ControlState `stored`: what the record refers to
 */

const MAX_OPTIONS = 500;

/** @type {Readonly<Record<string, Control['type']>>} */
const INPUT_TYPES = { date: 'date', datetime: 'datetime-local', email: 'email', url: 'url' };
/** @type {Readonly<Record<string, Control['inputMode']>>} */
const INPUT_MODES = { integer: 'numeric', decimal: 'decimal', money: 'decimal' };
/** @type {Readonly<Record<string, string>>} */
const HINTS = {
  url: 'Starts with https:// or http://',
  json: 'JSON, for example {"key": "value"}',
  money: 'An amount, for example 12.50',
  file: 'At most 10 MB.',
};

/** @param {Field} field @param {boolean} hasOptions @returns {Control['kind']} */
function kindOf(field, hasOptions) {
  switch (field.type) {
    case 'boolean':
      return 'checkbox';
    case 'enum':
      return 'select';
    case 'reference':
      return hasOptions ? 'select' : 'input';
    case 'references':
      return hasOptions ? 'choices' : 'input';
    case 'file':
      return 'file';
    case 'text':
    case 'json':
      return 'textarea';
    default:
      return 'input';
  }
}

/** @param {Field} field @param {readonly Option[] | undefined} records @param {Context} context */
function hintOf(field, records, { timeZone, records: { model } }) {
  if (field.type === 'datetime') return `Date and time (${timeZone}).`;
  if (field.references === null) return HINTS[field.type] ?? null;
  if (records !== undefined) return null;
  const { plural } = entityAt(model, field.references);
  return field.type === 'references'
    ? `Numbers of records in ${plural}, separated by commas.`
    : `The number of a record in ${plural}.`;
}

/** One field of a form. @param {Context} context @param {Field} field @param {ControlState} state @returns {Promise<Control>} */
export async function controlOf(context, field, { values, problem, file, stored }) {
  const target = field.references === null ? undefined : entityAt(context.records.model, field.references);
  const records = target === undefined ? undefined : await context.records.options(target, MAX_OPTIONS);
  const canAdd = target !== undefined && records?.length === 0;
  const seen = new Set(records?.map(({ id }) => id));
  // What may not be seen stays chosen, else saving the form would let it go.
  const unseen = stored
    .filter((id) => !seen.has(id))
    .map((id) => ({ value: String(id), label: `${target?.name} #${id}` }));
  const options = records?.map(({ id, title }) => ({ value: String(id), label: title })).concat(unseen);
  const kind = kindOf(field, options !== undefined);
  return {
    key: field.key,
    id: `field-${field.key}`,
    label: field.label,
    required: field.required && field.type !== 'boolean',
    hint: canAdd ? `There are no ${inText(target.plural)} yet.` : hintOf(field, records, context),
    addFirst:
      canAdd && context.records.can(target, 'create')
        ? { href: `/${target.path}/new`, text: `Add ${inText(target.name)}` }
        : null,
    problem,
    kind,
    type: INPUT_TYPES[field.type] ?? 'text',
    inputMode: INPUT_MODES[field.type] ?? (target === undefined ? 'text' : 'numeric'),
    rows: field.type === 'json' ? 4 : 6,
    values: kind === 'input' ? [values.join(', ')] : values,
    options: options ?? field.values.map((value) => ({ value, label: value })),
    file,
  };
}
