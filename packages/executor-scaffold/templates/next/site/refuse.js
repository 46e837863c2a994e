import { problemJson } from '../lib/http/problem.js';
import { problemHeading } from '../lib/views/problem.js';

/**
 * @import { IncomingMessage, ServerResponse } from 'node:http'
 * @import { HttpProblem } from '../lib/http/problem.js'
 */

/** So much is let pass unread, so that the answer reaches a browser: it listens after it has sent everything. */
const MAX_PASSED_BYTES = 64_000_000;

/** @param {string} text */
const escaped = (text) =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');

/** A page that needs nothing but itself. @param {HttpProblem} problem */
const pageOf = ({ status, message }) => `<!DOCTYPE html>
<html lang="en">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><meta name="color-scheme" content="light dark"><title>${escaped(problemHeading(status))}</title></head>
<body><main><h1>${escaped(problemHeading(status))}</h1><p>${escaped(message)}</p><p><a href="/">Go to the first page</a></p></main></body>
</html>
`;

/** Lets what is still coming pass by, up to a limit. @param {IncomingMessage} incoming */
function passBy(incoming) {
  let size = 0;
  incoming.on('data', (/** @type {Buffer} */ chunk) => {
    size += chunk.length;
    if (size > MAX_PASSED_BYTES) incoming.destroy();
  });
}

/**
 * Answers a request that Next does not get to see.
 *
 * @param {IncomingMessage} incoming
 * @param {ServerResponse} outgoing
 * @param {HttpProblem} problem
 */
export async function refuse(incoming, outgoing, problem) {
  const { status, headers } = problem;
  if (outgoing.headersSent) return void outgoing.destroy();
  const isForPeople = String(incoming.headers.accept ?? '').includes('text/html');
  const response = isForPeople
    ? new Response(pageOf(problem), {
        status,
        headers: { ...headers, 'content-type': 'text/html; charset=utf-8', 'cache-control': 'no-store' },
      })
    : problemJson(problem);
  for (const [name, value] of response.headers) outgoing.setHeader(name, value);
  passBy(incoming);
  outgoing.writeHead(status).end(incoming.method === 'HEAD' ? undefined : await response.text());
}
