import { HttpProblem } from './responses.js';

/**
 * @import { IncomingMessage } from 'node:http'
 * @import { JsonValue } from '../types.d.ts'
 */

const MAX_BODY_BYTES = 1_000_000;
const MAX_PATH = 2_000;

/**
 * @typedef {object} Call One request, taken apart.
 * @property {string} method
 * @property {string[]} segments decoded parts of the path
 * @property {URLSearchParams} query
 * @property {IncomingMessage} request
 */

/**
 * @param {IncomingMessage} request
 * @returns {Call}
 */
export function readCall(request) {
  const target = request.url ?? '/';
  // Only the path is looked at, so that an absolute target cannot name another host.
  if (!target.startsWith('/') || target.length > MAX_PATH)
    throw new HttpProblem(400, 'The address is not valid.');
  const [path = '/', ...rest] = target.split('?');
  try {
    const segments = path.split('/').filter((part) => part !== '');
    return {
      method: request.method ?? 'GET',
      segments: segments.map(decodeURIComponent),
      query: new URLSearchParams(rest.join('?')),
      request,
    };
  } catch {
    throw new HttpProblem(400, 'The address is not valid.');
  }
}

/** @param {IncomingMessage} request */
async function readBody(request) {
  /** @type {Buffer[]} */
  const chunks = [];
  let size = 0;
  for await (const chunk of request) {
    size += chunk.length;
    if (size > MAX_BODY_BYTES) {
      throw new HttpProblem(413, 'The request is larger than 1 MB.', { headers: { connection: 'close' } });
    }
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}

/** @param {IncomingMessage} request */
const mediaType = (request) => (request.headers['content-type'] ?? '').split(';', 1)[0]?.trim().toLowerCase();

/**
 * The fields of a JSON object.
 *
 * @param {IncomingMessage} request
 * @returns {Promise<Map<string, JsonValue>>}
 */
export async function readJsonFields(request) {
  if (mediaType(request) !== 'application/json') {
    throw new HttpProblem(415, 'Send JSON with the header "content-type: application/json".');
  }
  const text = await readBody(request);
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

/** @param {IncomingMessage} request */
export async function readForm(request) {
  if (mediaType(request) !== 'application/x-www-form-urlencoded') {
    throw new HttpProblem(415, 'Send the form as application/x-www-form-urlencoded.');
  }
  return new URLSearchParams(await readBody(request));
}

/** The number of a record in an address. @param {string | undefined} text */
export function recordId(text) {
  if (text === undefined || !/^[1-9]\d{0,15}$/.test(text))
    throw new HttpProblem(404, 'There is no such record.');
  return Number(text);
}
