import { entityAt } from '../model.js';
import { sizeInWords } from './words.js';

/**
 * @import { Records } from '../records.js'
 * @import { Entity, Field, JsonValue, StoredRecord } from '../types.d.ts'
 * @import { Link, Shown } from './types.d.ts'
 * @typedef {ReadonlyMap<string, ReadonlyMap<number, string>>} Titles what records are called, by path of their entity
 * @typedef {{ readonly records: Records, readonly timeZone: string }} Context
 */

const DAY = new Intl.DateTimeFormat('en', { dateStyle: 'medium', timeZone: 'UTC' });
const AMOUNT = new Intl.NumberFormat('en', { minimumFractionDigits: 2, maximumFractionDigits: 2 });
const MAX_CELL = 120;
/** Kinds of pictures that browsers show and that hold no scripts. */
const PICTURES = new Set(['image/png', 'image/jpeg', 'image/gif', 'image/webp', 'image/avif']);

/** @param {string} text @param {boolean} short */
const shorten = (text, short) =>
  short && text.length > MAX_CELL ? `${text.slice(0, MAX_CELL).toWellFormed()}…` : text;

/** @type {Map<string, Intl.DateTimeFormat>} */
const moments = new Map();

/** A date and time for people. @param {string} iso @param {string} timeZone */
export function moment(iso, timeZone) {
  const known = moments.get(timeZone);
  const format =
    known ??
    new Intl.DateTimeFormat('en', {
      year: 'numeric',
      month: 'short',
      day: 'numeric',
      hour: 'numeric',
      minute: '2-digit',
      timeZone,
      timeZoneName: 'short',
    });
  if (known === undefined) moments.set(timeZone, format);
  return { iso, text: format.format(new Date(iso)) };
}

/** @param {JsonValue | undefined} value @returns {readonly number[]} */
const idsIn = (value) => (Array.isArray(value) ? value : [value]).filter((id) => typeof id === 'number');

/**
 * What everything is called that some records refer to: one question per entity.
 *
 * @param {Records} records
 * @param {readonly Field[]} fields
 * @param {readonly StoredRecord[]} items
 * @returns {Promise<Titles>}
 */
export async function titlesIn(records, fields, items) {
  /** @type {Map<string, Set<number>>} */
  const wanted = new Map();
  for (const field of fields) {
    if (field.references === null) continue;
    const ids = wanted.get(field.references) ?? new Set();
    for (const item of items) for (const id of idsIn(item[field.key])) ids.add(id);
    wanted.set(field.references, ids);
  }
  const found = [...wanted].map(async ([path, ids]) => {
    const target = entityAt(records.model, path);
    return /** @type {const} */ ([path, await records.titles(target, [...ids])]);
  });
  return new Map(await Promise.all(found));
}

/** @param {Records} records @param {Titles} titles @param {Field} field @returns {(id: number) => Link} */
function linkTo(records, titles, field) {
  const target = entityAt(records.model, field.references);
  return (id) => {
    const title = titles.get(target.path)?.get(id);
    // Somebody else's record: it is there, and that is all there is to say.
    if (title === undefined) return { href: null, text: `${target.name} #${id}` };
    return { href: `/${target.path}/${id}`, text: shorten(title, true) };
  };
}

/** Where a stored file is found. @param {Entity} entity @param {number} id @param {Field} field */
export const fileHref = (entity, id, field) => `/files/${entity.path}/${id}/${field.key}`;

/** @param {JsonValue} value @param {string} href @returns {Shown} */
function fileShown(value, href) {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return { kind: 'none' };
  const name = String(value.name);
  if (PICTURES.has(String(value.type))) return { kind: 'image', src: href, name };
  return { kind: 'file', href, name, size: sizeInWords(Number(value.size)) };
}

/**
 * Makes values ready to be shown.
 *
 * @param {Context} context
 * @param {Entity} entity
 * @param {{ titles: Titles, short: boolean }} options `short` in a table
 */
export function shower({ records, timeZone }, entity, { titles, short }) {
  /** @param {Field} field @param {JsonValue | undefined} value @param {number} id of the record @returns {Shown} */
  return (field, value, id) => {
    if (value === null || value === undefined || value === '') return { kind: 'none' };
    const text = typeof value === 'string' ? value : JSON.stringify(value);
    switch (field.type) {
      case 'boolean':
        return { kind: 'boolean', on: value === true };
      case 'date':
        return { kind: 'time', iso: text, text: DAY.format(new Date(`${text}T00:00:00Z`)) };
      case 'datetime':
        return { kind: 'time', ...moment(text, timeZone) };
      case 'money':
        return { kind: 'number', text: AMOUNT.format(Number(value)) };
      case 'integer':
      case 'decimal':
        return { kind: 'number', text };
      case 'url':
        return { kind: 'external', href: text, text: shorten(text, short) };
      case 'email':
        return { kind: 'email', text };
      case 'enum':
        return { kind: 'tag', text };
      case 'reference':
      case 'references': {
        const links = idsIn(value).map(linkTo(records, titles, field));
        return links.length === 0 ? { kind: 'none' } : { kind: 'links', links };
      }
      case 'file':
        return fileShown(value, fileHref(entity, id, field));
      case 'text':
        return short ? { kind: 'text', text: shorten(text, true) } : { kind: 'prose', text };
      case 'json':
        return { kind: 'code', text: shorten(text, short) };
      case 'string':
        return { kind: 'text', text: shorten(text, short) };
    }
  };
}
