/**
 * @import { FormFields } from '../http/body.js'
 * @import { Entity, Field, Input, JsonValue, Problem } from '../types.d.ts'
 */

/** Name of the box that takes a stored file away. @param {string} key */
export const removalOf = (key) => `${key}.remove`;

/** @param {Field} field @param {string} text @returns {{ value: JsonValue } | { problem: string }} */
function readText(field, text) {
  if (field.type !== 'json' || text.trim() === '') return { value: text };
  try {
    return { value: JSON.parse(text) };
  } catch {
    return { problem: `${field.label} must be JSON.` };
  }
}

/** No file chosen means that the stored one stays. @param {Field} field @param {FormFields} form @returns {Input | undefined} */
function readFile(field, form) {
  const [entry] = form.get(field.key) ?? [];
  if (typeof entry === 'object' && (entry.name !== '' || entry.bytes.length > 0)) return entry;
  return form.has(removalOf(field.key)) ? null : undefined;
}

/**
 * The values a form holds. A browser sends no box that is not ticked, and nothing for a list in which nothing is
 * chosen, so a form of ours that lacks them says no (`absent: 'empty'`); elsewhere they are left out.
 *
 * @param {Entity} entity
 * @param {FormFields} form
 * @param {{ absent: 'empty' | 'left out' }} options
 * @returns {{ input: Map<string, Input>, texts: ReadonlyMap<string, readonly string[]>, problems: readonly Problem[] }}
 *   `texts`: what was typed, to be shown again
 */
export function formInput(entity, form, { absent }) {
  /** @type {Map<string, Input>} */
  const input = new Map();
  /** @type {Map<string, readonly string[]>} */
  const texts = new Map();
  /** @type {Problem[]} */
  const problems = [];
  for (const field of entity.fields) {
    if (field.type === 'file') {
      const file = readFile(field, form);
      if (file !== undefined) input.set(field.key, file);
      continue;
    }
    if (absent === 'left out' && !form.has(field.key)) continue;
    // Browsers send line ends as CR LF.
    const given = (form.get(field.key) ?? [])
      .filter((entry) => typeof entry === 'string')
      .map((text) => text.replaceAll('\r\n', '\n'));
    texts.set(field.key, field.type === 'boolean' ? [String(given.length > 0)] : given);
    if (field.type === 'references')
      input.set(
        field.key,
        given.filter((text) => text !== ''),
      );
    else if (field.type === 'boolean')
      input.set(field.key, absent === 'empty' ? given.length > 0 : (given[0] ?? null));
    else {
      const read = readText(field, given[0] ?? '');
      if ('problem' in read) problems.push({ field: field.key, message: read.problem });
      else input.set(field.key, read.value);
    }
  }
  return { input, texts, problems };
}
