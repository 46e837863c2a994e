import { HttpProblem } from './problem.js';

/**
 * @import { JsonValue, Upload } from '../types.d.ts'
 * @typedef {Map<string, (string | Upload)[]>} FormFields what a form holds, by name
 */

const MAX_BODY_BYTES = 1_000_000;
/** Of all requests together, so that many slow ones do not fill the memory. Small ones always come through. */
const MAX_KEPT_BYTES = 256_000_000;
const SMALL_BYTES = 100_000;
/** So much is let pass unread, so that the answer reaches a browser: it listens after it has sent everything. */
const MAX_PASSED_BYTES = 64_000_000;
/** A file in base64, and the rest of its record. */
export const MAX_UPLOAD_BODY_BYTES = 15_000_000;

/** More than the largest form of ours holds: some fields with hundreds of boxes to tick. */
const MAX_FIELDS = 20_000;

/** @param {number} limit */
const tooLarge = (limit) =>
  new HttpProblem(413, `The request is larger than ${Math.floor(limit / 1_000_000)} MB.`, {
    headers: { connection: 'close' },
  });

/** What large requests that are under way hold in memory. */
let keptBytes = 0;

const crowded = () =>
  new HttpProblem(503, 'Too much is being sent at the moment. Try again in a minute.', {
    headers: { connection: 'close', 'retry-after': '60' },
  });

/** The parts of a body. A client that hangs up is no fault of the app. @param {Request} request */
async function* chunksOf(request) {
  try {
    yield* request.body ?? [];
  } catch {
    throw new HttpProblem(400, 'The request broke off.');
  }
}

/** @param {Request} request @param {number} limit in bytes */
async function readBody(request, limit) {
  if ((request.headers.get('content-encoding') ?? 'identity').toLowerCase() !== 'identity')
    throw new HttpProblem(415, 'Send the request without compression.');
  if (Number(request.headers.get('content-length') ?? 0) > MAX_PASSED_BYTES) throw tooLarge(limit);
  /** @type {Uint8Array[]} */
  const chunks = [];
  let size = 0;
  let kept = 0;
  try {
    for await (const chunk of chunksOf(request)) {
      size += chunk.length;
      if (size > MAX_PASSED_BYTES) throw tooLarge(limit);
      if (size > limit) chunks.length = 0;
      else chunks.push(chunk);
      keptBytes -= kept;
      kept = size > limit || size < SMALL_BYTES ? 0 : size;
      keptBytes += kept;
      if (kept > 0 && keptBytes > MAX_KEPT_BYTES) throw crowded();
    }
  } finally {
    keptBytes -= kept;
  }
  if (size > limit) throw tooLarge(limit);
  return Buffer.concat(chunks);
}

/** What a body is said to be. @param {Request} request */
export const mediaType = (request) =>
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
  const body = await readBody(request, limit);
  /** @type {JsonValue} */
  let value;
  try {
    // Bytes that are no text are refused: mended, they would be other text than was meant.
    value = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(body));
  } catch {
    throw new HttpProblem(400, 'The body is not valid JSON in UTF-8.');
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

/** How often something stands in a body, counted no further than where it is too much. @param {Buffer} body @param {string} mark */
function countIn(body, mark) {
  let count = 0;
  for (let at = body.indexOf(mark); at !== -1 && count <= MAX_FIELDS; at = body.indexOf(mark, at + 1))
    count += 1;
  return count;
}

/** @param {Buffer} body @param {string} contentType */
async function parseForm(body, contentType) {
  // Taking a form of millions of fields apart would keep everybody else waiting.
  const [, boundary] = /;\s*boundary="?([^";]+)/i.exec(contentType) ?? [];
  if (countIn(body, boundary === undefined ? '&' : `--${boundary}`) > MAX_FIELDS)
    throw new HttpProblem(413, 'The form has too many fields.');
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
  // Files come in parts only.
  const body = await readBody(request, type === 'multipart/form-data' ? limit : MAX_BODY_BYTES);
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
