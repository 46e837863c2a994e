import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';

/**
 * @import { IncomingMessage, ServerResponse } from 'node:http'
 */

/** Characters of an address, from its path on. */
export const MAX_TARGET = 4_000;

/** @param {IncomingMessage} incoming */
function headersOf(incoming) {
  const headers = new Headers();
  for (let at = 0; at + 1 < incoming.rawHeaders.length; at += 2) {
    headers.append(incoming.rawHeaders[at] ?? '', incoming.rawHeaders[at + 1] ?? '');
  }
  return headers;
}

/**
 * The standard form of a request. Only its path is looked at, so that an absolute target cannot name another host.
 *
 * @param {IncomingMessage} incoming
 * @param {AbortSignal} signal
 * @returns {Request | undefined} undefined when the address is not one
 */
export function toRequest(incoming, signal) {
  const target = incoming.url ?? '/';
  const method = incoming.method ?? 'GET';
  if (!target.startsWith('/') || target.length > MAX_TARGET || !URL.canParse(`http://app.invalid${target}`))
    return undefined;
  const hasBody = method !== 'GET' && method !== 'HEAD';
  try {
    return new Request(`http://app.invalid${target}`, {
      method,
      headers: headersOf(incoming),
      signal,
      ...(hasBody ? { body: Readable.toWeb(incoming), duplex: 'half' } : {}),
    });
  } catch {
    // CONNECT and TRACE, and names of headers that are none.
    return undefined;
  }
}

/**
 * @param {Response} response
 * @param {ServerResponse} outgoing
 * @param {{ headOnly: boolean }} options
 */
export async function sendResponse(response, outgoing, { headOnly }) {
  const body = response.body === null ? undefined : Buffer.from(await response.arrayBuffer());
  for (const [name, value] of response.headers) {
    // Several cookies are several headers.
    if (name === 'set-cookie') outgoing.appendHeader(name, value);
    else outgoing.setHeader(name, value);
  }
  if (response.status !== 204 && response.status !== 304)
    outgoing.setHeader('content-length', body?.length ?? 0);
  outgoing.writeHead(response.status);
  if (headOnly || body === undefined) outgoing.end();
  else await pipeline(Readable.from([body]), outgoing).catch(() => {});
}
