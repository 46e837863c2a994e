import { isDay } from '../values/calendar.js';
import { jsonProblem } from '../values/json-value.js';
import { VALUE_TYPES } from '../values/values.js';

/**
 * @import { Field, FieldType, JsonValue } from '../../types.d.ts'
 * @import { Slot } from '../schema/layout.js'
 * @import { Storage } from '../values/storage.js'
 * @typedef {Pick<Slot, 'storage' | 'target'>} Kind
 */

/** The type whose rules are those of a kind of storage. @param {Storage} storage @returns {FieldType} */
const typeOf = (storage) => storage;

/** Types that other values are never made of: they name something that is stored elsewhere. */
const LINKS = new Set(['reference', 'references', 'file']);

/** @param {JsonValue} value */
const asText = (value) => (typeof value === 'string' ? value : JSON.stringify(value));

/** @param {string} text @returns {JsonValue} */
function jsonOf(text) {
  try {
    const value = JSON.parse(text);
    return jsonProblem(value) === undefined ? value : text;
  } catch {
    return text;
  }
}

/** @param {JsonValue} value @param {Storage} from @param {Storage} to @returns {JsonValue} in a form that the target's rules can be asked about */
function prepared(value, from, to) {
  if (to === 'text') return asText(value);
  if (to === 'json') return typeof value === 'string' && from === 'text' ? jsonOf(value) : value;
  if (from === 'boolean') return Number(value);
  if (to === 'boolean') return asText(value);
  if (to === 'date')
    return asText(value)
      .trim()
      .replace(/[T ].*$/s, '');
  if (to === 'datetime' && isDay(asText(value).trim())) return `${asText(value).trim()}T00:00:00Z`;
  return typeof value === 'string' ? value.trim() : value;
}

/** @param {JsonValue} value @param {Kind} from @param {Kind} to @returns {JsonValue | undefined} */
function linked(value, from, to) {
  if (from.storage === 'reference' && (to.storage === 'text' || to.storage === 'integer'))
    return convertPlain(value, 'integer', to.storage);
  // The number of one entity's record means nothing among those of another.
  if (from.target !== to.target) return undefined;
  if (from.storage === 'reference' && to.storage === 'references') return [value];
  return from.storage === 'references' && to.storage === 'reference' && Array.isArray(value)
    ? value[0]
    : undefined;
}

/** @param {JsonValue} value @param {Storage} from @param {Storage} to @returns {JsonValue | undefined} */
function convertPlain(value, from, to) {
  const type = typeOf(to);
  /** @type {Field} */
  const field = {
    ...{ id: '', key: '', label: '', type, required: false, unique: false },
    ...{ default: null, references: null, values: [] },
  };
  const ready = prepared(value, from, to);
  const parsed = ready === '' || ready === null ? { problem: '' } : VALUE_TYPES[type].parse(ready, field);
  if ('problem' in parsed || (parsed.value instanceof Object && 'bytes' in parsed.value)) return undefined;
  return parsed.value;
}

/**
 * A value as another kind of field would hold it.
 *
 * @param {JsonValue} value not null
 * @param {Kind} from
 * @param {Kind} to
 * @returns {JsonValue | undefined} undefined when it cannot
 * @example convert('12', { storage: 'text', target: null }, { storage: 'integer', target: null }) // 12
 */
export const convert = (value, from, to) =>
  LINKS.has(from.storage) || LINKS.has(to.storage)
    ? linked(value, from, to)
    : convertPlain(value, from.storage, to.storage);
