/**
 * @typedef {object} Part
 * @property {200 | 206 | 416} status
 * @property {Uint8Array<ArrayBuffer> | null} body
 * @property {Readonly<Record<string, string>>} said
 */

/** The first and the last byte that a `Range` header asks for, undefined for what is no single range of bytes. @param {string} range @param {number} size */
function boundsOf(range, size) {
  const [, first, last] = /^bytes=(\d*)-(\d*)$/.exec(range) ?? [];
  if (first === undefined || last === undefined || (first === '' && last === '')) return undefined;
  if (first === '') return { from: Math.max(0, size - Number(last)), to: size - 1 };
  if (last !== '' && Number(last) < Number(first)) return undefined;
  return { from: Number(first), to: last === '' ? size - 1 : Math.min(Number(last), size - 1) };
}

/**
 * As much of some bytes as a request asks for.
 *
 * @param {Uint8Array<ArrayBuffer>} bytes
 * @param {Headers} headers of the request
 * @param {string} etag of the bytes
 * @returns {Part}
 */
export function partOf(bytes, headers, etag) {
  const size = bytes.length;
  const range = headers.get('range');
  const bounds =
    range === null || (headers.get('if-range') ?? etag) !== etag ? undefined : boundsOf(range, size);
  if (bounds === undefined) return { status: 200, body: bytes, said: {} };
  const { from, to } = bounds;
  if (from >= size || from > to)
    return { status: 416, body: null, said: { 'content-range': `bytes */${size}` } };
  return {
    status: 206,
    body: bytes.subarray(from, to + 1),
    said: { 'content-range': `bytes ${from}-${to}/${size}` },
  };
}
