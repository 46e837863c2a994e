import { recordId } from '../http/call.js';
import { HttpProblem } from '../http/problem.js';
import { fieldOf } from '../model.js';

/**
 * @import { Call } from '../http/call.js'
 */

/** What browsers may show by themselves: pictures that hold no scripts. Everything else is saved, not opened. */
const SHOWN = new Set(['image/png', 'image/jpeg', 'image/gif', 'image/webp', 'image/avif']);

/** @param {string} name */
const headerName = (name) =>
  encodeURIComponent(name.toWellFormed()).replace(
    /['()*]/g,
    (mark) => `%${mark.charCodeAt(0).toString(16).toUpperCase()}`,
  );

/** A stored file: `GET /files/{entity}/{id}/{field}`. @param {Call} call @returns {Promise<Response>} */
export async function fileResponse({ method, segments, records }) {
  if (method !== 'GET' && method !== 'HEAD')
    throw new HttpProblem(405, 'A file can only be read here.', { headers: { allow: 'GET, HEAD' } });
  const [, path, id, key = ''] = segments;
  const entity = records.model.entities.find((candidate) => candidate.path === path);
  const field = entity === undefined ? undefined : fieldOf(entity, key);
  const file =
    entity === undefined || field?.type !== 'file' || segments.length !== 4
      ? undefined
      : await records.file(entity, recordId(id), field);
  if (file === undefined) throw new HttpProblem(404, 'There is no such file.');
  const isShown = SHOWN.has(file.type);
  return new Response(new Uint8Array(file.bytes), {
    headers: {
      'content-type': isShown ? file.type : 'application/octet-stream',
      'content-disposition': `${isShown ? 'inline' : 'attachment'}; filename*=UTF-8''${headerName(file.name)}`,
      'cache-control': 'private, no-cache',
    },
  });
}
