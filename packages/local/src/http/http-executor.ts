import { type Executor, type ExecutorOutcome, isOrchardError, OrchardError } from '@orchard-studio/core';
import { outputsOf } from './http-answer.ts';
import { type HttpCall, readCall } from './http-request.ts';

export interface HttpExecutorOptions {
  /**
   * Whether an address may be called; asked again for every redirect. Default: all may, which is right only where the
   * author of the tree may do what this process may. A name can point anywhere at the moment of the call: a host with
   * an inner network to protect passes a guarded `fetch` too, which checks the address it connects to.
   */
  readonly allow?: (url: URL) => boolean | Promise<boolean>;
  /** Default: the platform's. It must honour `redirect: 'manual'`. */
  readonly fetch?: typeof fetch;
}

const MAX_REDIRECTS = 5;
const REDIRECTS: ReadonlySet<number> = new Set([301, 302, 303, 307, 308]);
/** A later attempt may be answered otherwise. */
const PASSING: ReadonlySet<number> = new Set([408, 425, 429]);

/** The address without its query, which may hold a key. */
const shown = ({ method, url }: HttpCall): string => `${method} ${url.origin}${url.pathname}`;

/** @throws FORBIDDEN, STEP_FAILED */
function redirected(call: HttpCall, response: Response): HttpCall | undefined {
  const location = response.headers.get('location');
  if (!call.follow || !REDIRECTS.has(response.status) || location === null) return undefined;
  const url = URL.canParse(location, call.url.href) ? new URL(location, call.url) : undefined;
  // Headers may hold keys for this host alone. The same name with TLS is the same host, without it is not.
  const upgraded =
    call.url.protocol === 'http:' && url?.protocol === 'https:' && url.hostname === call.url.hostname;
  if (url === undefined || (url.origin !== call.url.origin && !upgraded))
    throw new OrchardError(
      'STEP_FAILED',
      `${shown(call)} redirects to another host${url === undefined ? '' : ` (${url.origin})`}: call that one instead.`,
      { retryable: false },
    );
  const keeps = response.status === 307 || response.status === 308 || call.method === 'HEAD';
  if (keeps || call.method === 'GET') return { ...call, url };
  const headers = new Headers(call.headers);
  headers.delete('content-type');
  return { ...call, url, method: 'GET', headers, body: undefined };
}

async function send(call: HttpCall, signal: AbortSignal, options: HttpExecutorOptions): Promise<Response> {
  const { fetch: request = globalThis.fetch, allow } = options;
  if (allow !== undefined && !(await allow(call.url)))
    throw new OrchardError('FORBIDDEN', `${shown(call)}: this host may not be called.`);
  const { method, headers, body } = call;
  try {
    return await request(call.url, {
      method,
      headers,
      ...(body === undefined ? {} : { body }),
      redirect: 'manual',
      signal,
    });
  } catch (cause) {
    signal.throwIfAborted();
    const inner = cause instanceof Error && cause.cause instanceof Error ? cause.cause : cause;
    const code = inner instanceof Error && 'code' in inner ? ` (${String(inner.code)})` : '';
    throw new OrchardError('UNREACHABLE', `${shown(call)}: no answer${code}.`, { cause });
  }
}

async function sendAll(call: HttpCall, signal: AbortSignal, options: HttpExecutorOptions): Promise<Response> {
  let current = call;
  for (let hop = 0; hop <= MAX_REDIRECTS; hop += 1) {
    const response = await send(current, signal, options);
    const next = redirected(current, response);
    if (next === undefined) return response;
    await response.body?.cancel();
    current = next;
  }
  throw new OrchardError('STEP_FAILED', `${shown(call)} redirects more than ${MAX_REDIRECTS} times.`, {
    retryable: false,
  });
}

function unexpected(call: HttpCall, status: number): ExecutorOutcome {
  const wanted = call.expect?.join(' or ') ?? '200 to 299';
  return {
    status: 'failed',
    error: { code: 'STEP_FAILED', message: `${shown(call)} answered ${status}, not ${wanted}.` },
    retryable: status >= 500 || PASSING.has(status),
  };
}

/**
 * `uses: http` steps: one request. `with: { url, method, headers, body, expect, redirects }`; puts out `status`,
 * `headers`, and `json` or `body` (at most 64 KB). The step's `timeout` ends it. Redirects to other hosts are refused.
 * Only method, host and path are logged: headers, query and bodies may hold secrets.
 *
 * @example
 * createRunner({ executors: { http: createHttpExecutor({ allow: (url) => url.hostname === 'api.example.com' }) } });
 */
export function createHttpExecutor(options: HttpExecutorOptions = {}): Executor {
  return {
    specVersion: 'v1',
    name: 'http',
    execute: async (request, { emit, signal }) => {
      const call = readCall(request);
      signal.throwIfAborted();
      try {
        const response = await sendAll(call, signal, options);
        emit({ type: 'log', level: 'info', message: `${shown(call)} → ${response.status}` });
        const { status, ok } = response;
        if (call.expect?.includes(status) ?? ok)
          return { status: 'succeeded', outputs: await outputsOf(response) };
        await response.body?.cancel();
        return unexpected(call, status);
      } catch (error) {
        signal.throwIfAborted();
        if (!isOrchardError(error))
          throw new OrchardError('UNREACHABLE', `${shown(call)}: the answer broke off.`, { cause: error });
        const { code, message, retryable } = error;
        return { status: 'failed', error: { code, message }, retryable };
      }
    },
  };
}
