import { IncomingMessage } from 'node:http';
import { HttpProblem } from '../lib/http/problem.js';

/** A file of 10 MB, and the rest of its form. As `bodySizeLimit` of next.config.js. */
const MAX_FORM_BYTES = 15_000_000;
/** Of all forms together, so that many slow ones do not fill the memory. Small ones always come through. */
const MAX_HELD_BYTES = 256_000_000;
const SMALL_BYTES = 100_000;
/** More than the largest form of ours holds: some fields with hundreds of boxes to tick. */
const MAX_FIELDS = 20_000;

const tooLarge = () => new HttpProblem(413, `The form is larger than ${MAX_FORM_BYTES / 1_000_000} MB.`);

const unreadable = () => new HttpProblem(400, 'The form could not be read.');

/** What large forms that are under way hold in memory. */
let heldBytes = 0;

/** @param {number} bytes */
function hold(bytes) {
  heldBytes += bytes;
  if (bytes > 0 && heldBytes > MAX_HELD_BYTES)
    throw new HttpProblem(503, 'Too much is being sent at the moment. Try again in a minute.', {
      headers: { 'retry-after': '60' },
    });
}

/** The parts of a body. A client that hangs up is no fault of the app. @param {IncomingMessage} incoming @returns {AsyncGenerator<Buffer>} */
async function* chunksOf(incoming) {
  try {
    yield* incoming.iterator({ destroyOnReturn: false });
  } catch {
    throw new HttpProblem(400, 'The request broke off.');
  }
}

/** @param {IncomingMessage} incoming */
async function bytesOf(incoming) {
  if (Number(incoming.headers['content-length'] ?? 0) > MAX_FORM_BYTES) throw tooLarge();
  /** @type {Buffer[]} */
  const chunks = [];
  let size = 0;
  let held = 0;
  try {
    for await (const chunk of chunksOf(incoming)) {
      size += chunk.length;
      if (size > MAX_FORM_BYTES) throw tooLarge();
      chunks.push(chunk);
      if (size < SMALL_BYTES) continue;
      const more = size - held;
      held = size;
      hold(more);
    }
    return Buffer.concat(chunks);
  } finally {
    heldBytes -= held;
  }
}

/** How often something stands in a body, counted no further than where it is too much. @param {Buffer} body @param {string} mark */
function countIn(body, mark) {
  let count = 0;
  for (let at = body.indexOf(mark); at !== -1 && count <= MAX_FIELDS; at = body.indexOf(mark, at + 1))
    count += 1;
  return count;
}

/** Next takes a form that is broken for a fault of the app, and keeps everybody waiting over one of a million fields. @param {Buffer} body @param {string} contentType */
function checkParts(body, contentType) {
  if (!/^multipart\/form-data\b/i.test(contentType)) return;
  const [, boundary] = /;\s*boundary="?([^";]+)/i.exec(contentType) ?? [];
  if (boundary === undefined || body.lastIndexOf(`--${boundary}--`) === -1) throw unreadable();
  if (countIn(body, `--${boundary}`) > MAX_FIELDS)
    throw new HttpProblem(413, 'The form has too many fields.');
}

/**
 * Takes in a form, within limits.
 *
 * @param {IncomingMessage} incoming
 * @returns {Promise<IncomingMessage>} the same request, with its body still to be read
 */
export async function takeForm(incoming) {
  const body = await bytesOf(incoming);
  checkParts(body, incoming.headers['content-type'] ?? '');
  const { method, url, headers, rawHeaders, httpVersion, httpVersionMajor, httpVersionMinor } = incoming;
  const request = Object.assign(new IncomingMessage(incoming.socket), {
    ...{ method, url, headers, rawHeaders, httpVersion, httpVersionMajor, httpVersionMinor },
    complete: true,
  });
  request.push(body);
  request.push(null);
  return request;
}
