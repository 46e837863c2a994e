/**
 * Between the texts of a form and the values of a record.
 *
 * @import { Entity, Field, JsonValue, Problem, StoredRecord } from '../types.d.ts'
 */

/** @param {Field} field @param {JsonValue | undefined} value */
function asText(field, value) {
  if (value === null || value === undefined) return '';
  if (field.type === 'json') return JSON.stringify(value, null, 2);
  // What the browser's own control for it takes.
  if (field.type === 'datetime') return String(value).slice(0, 16);
  if (field.type === 'money') return Number(value).toFixed(2);
  return String(value);
}

/** @param {Entity} entity @param {StoredRecord} record */
export const toForm = (entity, record) =>
  new Map(entity.fields.map((field) => [field.key, asText(field, record[field.key])]));

/** @param {Field} field @param {string} text @returns {{ value: JsonValue } | { problem: string }} */
function readText(field, text) {
  if (field.type !== 'json' || text.trim() === '') return { value: text };
  try {
    return { value: JSON.parse(text) };
  } catch {
    return { problem: `${field.label} must be JSON.` };
  }
}

/**
 * What a form holds for each field: a box that is not ticked is sent by no browser, and means no.
 *
 * @param {Entity} entity
 * @param {URLSearchParams} form
 */
export function fromForm(entity, form) {
  /** @type {Map<string, JsonValue>} */
  const input = new Map();
  /** @type {Map<string, string>} */
  const text = new Map();
  /** @type {Problem[]} */
  const problems = [];
  for (const field of entity.fields) {
    const given = field.type === 'boolean' ? String(form.has(field.key)) : (form.get(field.key) ?? '');
    // Browsers send line ends as CR LF.
    const tidy = given.replaceAll('\r\n', '\n');
    text.set(field.key, tidy);
    const read = readText(field, tidy);
    if ('problem' in read) problems.push({ field: field.key, message: read.problem });
    else input.set(field.key, read.value);
  }
  return { input, text, problems };
}
