import {
  type ExecutorRequest,
  type JsonValue,
  jsonValueSchema,
  OrchardError,
  parseOrThrow,
} from '@orchard-studio/core';
import { z } from 'zod';

const statusSchema = z.int().min(100).max(599);
const HEADER_NAME = /^[A-Za-z0-9!#$%&'*+.^_`|~-]+$/;

const withSchema = z.strictObject({
  url: z.url({ protocol: /^https?$/, error: 'must be an http or https address' }),
  method: z.enum(['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE']).optional(),
  headers: z.record(z.string().regex(HEADER_NAME, 'is not the name of a header'), z.string()).default({}),
  /** A text is sent as it is, anything else as JSON. */
  body: jsonValueSchema.optional(),
  /** The status that counts as success. Default: 200 to 299. */
  expect: z.union([statusSchema.transform((status) => [status]), z.array(statusSchema).min(1)]).optional(),
  /** Whether redirects to the same host are followed. */
  redirects: z.enum(['same-host', 'none']).default('same-host'),
});

/** What one step asks for. */
export interface HttpCall {
  readonly url: URL;
  readonly method: string;
  readonly headers: Headers;
  readonly body: string | undefined;
  readonly expect: readonly number[] | undefined;
  readonly follow: boolean;
}

function bodyOf(given: JsonValue | undefined) {
  if (given === undefined) return undefined;
  if (typeof given === 'string') return { text: given, type: 'text/plain; charset=utf-8' };
  return { text: JSON.stringify(given), type: 'application/json' };
}

/**
 * Reads `with`. Values never stand in errors: they may be secret.
 *
 * @throws INVALID_INPUT
 */
export function readCall({ step, idempotencyKey }: ExecutorRequest): HttpCall {
  const given = parseOrThrow(withSchema, step.with, 'The http step');
  const url = new URL(given.url);
  if (url.username !== '' || url.password !== '')
    throw new OrchardError(
      'INVALID_INPUT',
      'The http step: put the user and password into a header, not the address.',
    );
  const method = given.method ?? (given.body === undefined ? 'GET' : 'POST');
  let headers: Headers;
  try {
    headers = new Headers(given.headers);
  } catch {
    throw new OrchardError('INVALID_INPUT', 'The http step: a header holds characters that headers cannot.');
  }
  const body = bodyOf(given.body);
  if (body !== undefined && !headers.has('content-type')) headers.set('content-type', body.type);
  // A step may be tried again: the other side can tell a repetition from a second wish.
  if (method !== 'GET' && method !== 'HEAD' && !headers.has('idempotency-key'))
    headers.set('idempotency-key', idempotencyKey);
  return {
    url,
    method,
    headers,
    body: body?.text,
    expect: given.expect,
    follow: given.redirects === 'same-host',
  };
}
