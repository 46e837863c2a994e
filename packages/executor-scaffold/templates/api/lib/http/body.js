import { HttpProblem } from './problem.js';

/**
 * @import { JsonValue, Upload } from '../types.d.ts'
 * @typedef {Map<string, (string | Upload)[]>} FormFields what a form holds, by name
 */

const MAX_BODY_BYTES = 1_000_000;
/** A file in base64, and the rest of its record. */
export const MAX_UPLOAD_BODY_BYTES = 15_000_000;

/** @param {number} limit */
const tooLarge = (limit) =>
  new HttpProblem(413, `The request is larger than ${Math.floor(limit / 1_000_000)} MB.`, {
    headers: { connection: 'close' },
  });

/** @param {Request} request @param {number} limit in bytes */
async function readBody(request, limit) {
  if (Number(request.headers.get('content-length') ?? 0) > limit) throw tooLarge(limit);
  /** @type {Uint8Array[]} */
  const chunks = [];
  let size = 0;
  for await (const chunk of request.body ?? []) {
    size += chunk.length;
    if (size > limit) throw tooLarge(limit);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

/** @param {Request} request */
const mediaType = (request) =>
  (request.headers.get('content-type') ?? '').split(';', 1)[0]?.trim().toLowerCase() ?? '';

/**
 * The fields of a JSON object.
 *
 * @param {Request} request
 * @param {{ limit?: number }} [options] `limit` in bytes
 * @returns {Promise<Map<string, JsonValue>>}
 */
export async function readJsonFields(request, { limit = MAX_BODY_BYTES } = {}) {
  if (mediaType(request) !== 'application/json') {
    throw new HttpProblem(415, 'Send JSON with the header "content-type: application/json".');
  }
  const text = (await readBody(request, limit)).toString('utf8');
  /** @type {JsonValue} */
  let value;
  try {
    value = JSON.parse(text);
  } catch {
    throw new HttpProblem(400, 'The body is not valid JSON.');
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw new HttpProblem(400, 'The body must be a JSON object.');
  }
  return new Map(Object.entries(value));
}

/** @param {string | File} entry @returns {Promise<string | Upload>} */
async function entryOf(entry) {
  if (typeof entry === 'string') return entry;
  return { name: entry.name, type: entry.type, bytes: new Uint8Array(await entry.arrayBuffer()) };
}

/** @param {Buffer} body @param {string} contentType */
async function parseForm(body, contentType) {
  try {
    return await new Response(new Uint8Array(body), { headers: { 'content-type': contentType } }).formData();
  } catch {
    throw new HttpProblem(400, 'The form could not be read.');
  }
}

/**
 * A form, also one with files.
 *
 * @param {Request} request
 * @param {{ limit?: number }} [options] `limit` in bytes
 * @returns {Promise<FormFields>}
 */
export async function readForm(request, { limit = MAX_BODY_BYTES } = {}) {
  const type = mediaType(request);
  if (type !== 'application/x-www-form-urlencoded' && type !== 'multipart/form-data') {
    throw new HttpProblem(415, 'Send the form as application/x-www-form-urlencoded or multipart/form-data.');
  }
  const body = await readBody(request, limit);
  const data = await parseForm(body, request.headers.get('content-type') ?? '');
  /** @type {FormFields} */
  const fields = new Map();
  for (const [name, entry] of data) {
    const values = fields.get(name) ?? [];
    values.push(await entryOf(entry));
    fields.set(name, values);
  }
  return fields;
}

/** The one text of a form under a name. @param {FormFields} form @param {string} name */
export function textOf(form, name) {
  const value = form.get(name)?.[0];
  return typeof value === 'string' ? value : '';
}
