import { partOf } from '../http/byte-range.js';
import { recordId } from '../http/call.js';
import { HttpProblem } from '../http/problem.js';
import { fieldOf } from '../model.js';

/**
 * @import { Call } from '../http/call.js'
 * @import { Entity, Field } from '../types.d.ts'
 */

/** What browsers may show by themselves: pictures that hold no scripts. Everything else is saved, not opened. */
const SHOWN = new Set(['image/png', 'image/jpeg', 'image/gif', 'image/webp', 'image/avif']);

/** @param {string} name */
const headerName = (name) =>
  encodeURIComponent(name.toWellFormed()).replace(
    /['()*]/g,
    (mark) => `%${mark.charCodeAt(0).toString(16).toUpperCase()}`,
  );

/** What a request may ask for, of a file that may have been sent before. @param {Headers} headers @param {string} etag */
function isKnown(headers, etag) {
  const known = (headers.get('if-none-match') ?? '')
    .split(',')
    .map((each) => each.trim().replace(/^W\//, ''));
  return known.includes('*') || known.includes(etag);
}

/** @param {Entity} entity @param {Field} field @param {Call} call @returns {Promise<Response>} */
async function send(entity, field, { request: { headers }, segments, records }) {
  const id = recordId(segments[2]);
  const info = (await records.get(entity, id))?.[field.key];
  if (!(info instanceof Object) || !('id' in info)) return missing();
  // A stored file does not change: another one gets another number.
  const etag = `"${info.id}-${info.size}"`;
  const always = { etag, 'cache-control': 'private, no-cache', 'accept-ranges': 'bytes' };
  if (isKnown(headers, etag)) return new Response(null, { status: 304, headers: always });
  const file = (await records.file(entity, id, field)) ?? missing();
  const isShown = SHOWN.has(file.type);
  const { status, body, said } = partOf(new Uint8Array(file.bytes), headers, etag);
  return new Response(body, {
    status,
    headers: {
      ...always,
      ...said,
      'content-type': isShown ? file.type : 'application/octet-stream',
      'content-disposition': `${isShown ? 'inline' : 'attachment'}; filename*=UTF-8''${headerName(file.name)}`,
    },
  });
}

/** @returns {never} */
function missing() {
  throw new HttpProblem(404, 'There is no such file.');
}

/** A stored file: `GET /files/{entity}/{id}/{field}`. @param {Call} call @returns {Promise<Response>} */
export async function fileResponse(call) {
  const { method, segments, records } = call;
  if (method !== 'GET' && method !== 'HEAD')
    throw new HttpProblem(405, 'A file can only be read here.', { headers: { allow: 'GET, HEAD' } });
  const [, path, , key = ''] = segments;
  const entity = records.model.entities.find((candidate) => candidate.path === path);
  const field = entity === undefined ? undefined : fieldOf(entity, key);
  if (entity === undefined || field?.type !== 'file' || segments.length !== 4) return missing();
  return send(entity, field, call);
}
