import { isOrchardError, OrchardError, parseOrThrow } from '@orchard-studio/core';
import type { z } from 'zod';
import { errorOfResponse } from './problem.ts';

/** Options every call takes. */
export interface CallOptions {
  /** Aborting it rejects the call with CANCELLED. */
  readonly signal?: AbortSignal | undefined;
}

export interface TransportOptions {
  readonly baseUrl: string;
  readonly fetch: typeof globalThis.fetch;
  readonly headers: () => Readonly<Record<string, string>>;
}

/** What an address is made of. */
interface Target {
  /** Parts of the path; each is escaped. */
  readonly path: readonly string[];
  readonly query?: Readonly<Record<string, string | number | undefined>>;
}

interface SendRequest extends Target, CallOptions {
  readonly method?: 'GET' | 'POST' | 'DELETE';
  /** Sent as JSON. */
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
}

/** The one way to the server: builds the address, sends JSON, and turns every failure into an OrchardError. */
export interface Transport {
  /** Where something is. */
  addressOf(target: Target): string;
  /** A successful response; its body is not read. */
  send(request: SendRequest): Promise<Response>;
  /** The checked JSON of a successful response. */
  json<Schema extends z.ZodType>(schema: Schema, request: SendRequest): Promise<z.infer<Schema>>;
}

function addressOf(baseUrl: string, target: Target): string {
  const path = target.path.map((part) => `/${encodeURIComponent(part)}`).join('');
  const query = new URLSearchParams();
  for (const [key, value] of Object.entries(target.query ?? {})) {
    if (value !== undefined) query.set(key, String(value));
  }
  return `${baseUrl.replace(/\/+$/, '')}${path}${query.size === 0 ? '' : `?${query}`}`;
}

/** What a rejected fetch or a broken body means to the caller. */
function errorOfFailure(failure: unknown, signal: AbortSignal | undefined): OrchardError {
  if (isOrchardError(failure)) return failure;
  if (signal?.aborted) return new OrchardError('CANCELLED', 'The call was cancelled.', { cause: failure });
  return new OrchardError('UNREACHABLE', 'The server could not be reached. Check that it runs.', {
    cause: failure,
  });
}

function initOf(options: TransportOptions, request: SendRequest): RequestInit {
  const headers = { accept: 'application/json', ...options.headers(), ...request.headers };
  const common: RequestInit = {
    method: request.method ?? 'GET',
    // An answer of a live system is never one from a cache.
    cache: 'no-store',
    signal: request.signal ?? null,
  };
  if (request.body === undefined) return { ...common, headers };
  return {
    ...common,
    headers: { ...headers, 'content-type': 'application/json' },
    body: JSON.stringify(request.body),
  };
}

export function createTransport(options: TransportOptions): Transport {
  const send = async (request: SendRequest): Promise<Response> => {
    let response: Response;
    try {
      response = await options.fetch(addressOf(options.baseUrl, request), initOf(options, request));
    } catch (failure) {
      throw errorOfFailure(failure, request.signal);
    }
    if (!response.ok) throw await errorOfResponse(response);
    return response;
  };
  return {
    addressOf: (target) => addressOf(options.baseUrl, target),
    send,
    json: async (schema, request) => {
      const response = await send(request);
      let value: unknown;
      try {
        value = await response.json();
      } catch (failure) {
        if (failure instanceof SyntaxError) {
          throw new OrchardError('INTERNAL', 'The server answered with something that is not JSON.', {
            cause: failure,
          });
        }
        throw errorOfFailure(failure, request.signal);
      }
      return parseOrThrow(schema, value, 'The answer of the server', 'INTERNAL');
    },
  };
}
