/**
 * @import { Input, Upload } from '../../types.d.ts'
 */

export const MAX_FILE_BYTES = 10 * 1024 * 1024;
const MAX_NAME = 200;
const MEDIA_TYPE = /^[a-z0-9][a-z0-9!#$&^_.+-]{0,99}\/[a-z0-9][a-z0-9!#$&^_.+-]{0,99}$/;
/** Without groups that repeat: over millions of characters, those need more room than there is. */
const BASE64 = /^[A-Za-z0-9+/]*={0,2}$/;

/** A name that is no path and fits on one line. @param {string} name */
function cleanName(name) {
  const plain = name
    .toWellFormed()
    .replace(/[\p{Cc}\p{Zl}\p{Zp}\u202a-\u202e\u2066-\u2069]+/gu, ' ')
    .replace(/[/\\]+/g, '_')
    .trim();
  const short = [...plain].slice(0, MAX_NAME).join('').trim();
  return /^\.*$/.test(short) ? 'file' : short;
}

/** @param {string} type */
function cleanType(type) {
  const [essence = ''] = type.toLowerCase().split(';', 1);
  return MEDIA_TYPE.test(essence.trim()) ? essence.trim() : 'application/octet-stream';
}

/** Padding may be left out, but not be wrong. @param {string} data */
function isBase64(data) {
  if (!BASE64.test(data)) return false;
  return data.endsWith('=') ? data.length % 4 === 0 : data.length % 4 !== 1;
}

/** @param {string} data @returns {Uint8Array | undefined} */
const fromBase64 = (data) => (isBase64(data) ? new Uint8Array(Buffer.from(data, 'base64')) : undefined);

/** @param {unknown} value @returns {value is Upload} */
export const isUpload = (value) =>
  typeof value === 'object' && value !== null && 'bytes' in value && value.bytes instanceof Uint8Array;

/** What a form sends for a file input that was left empty. @param {unknown} value */
export const isEmptyUpload = (value) => isUpload(value) && value.name === '' && value.bytes.length === 0;

/** @param {Input} input */
function readParts(input) {
  if (isUpload(input)) return input;
  if (typeof input !== 'object' || input === null || Array.isArray(input)) return undefined;
  if (!('data' in input)) return undefined;
  const { name = '', type = '', data } = input;
  if (typeof name !== 'string' || typeof type !== 'string' || typeof data !== 'string') return undefined;
  const bytes = fromBase64(data);
  return bytes === undefined ? undefined : { name, type, bytes };
}

/**
 * A file from a form, or from JSON as `{ name, type, data }` with the bytes in base64.
 *
 * @param {Input} input
 * @returns {{ value: Upload } | { problem: string }}
 */
export function parseUpload(input) {
  const parts = readParts(input);
  if (parts === undefined) return { problem: 'must be a file: its name, type, and data in base64' };
  if (parts.bytes.length > MAX_FILE_BYTES) return { problem: 'must be at most 10 MB' };
  const name = cleanName(parts.name);
  return { value: { name, type: cleanType(parts.type), bytes: parts.bytes } };
}
