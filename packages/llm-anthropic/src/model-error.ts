import type { APIError } from '@anthropic-ai/sdk';
import { isOrchardError, type JsonObject, OrchardError } from '@orchard-studio/core';
import { retryAfterMs } from './retry-after.ts';
import type { Sdk } from './sdk.ts';
import type { Settings } from './settings.ts';

const MAX_TEXT = 500;

/** Errors of a stream have no status, only a type. */
const STATUS_OF: ReadonlyMap<string, number> = new Map([
  ['invalid_request_error', 400],
  ['authentication_error', 401],
  ['billing_error', 402],
  ['permission_error', 403],
  ['not_found_error', 404],
  ['request_too_large', 413],
  ['rate_limit_error', 429],
  ['api_error', 500],
  ['timeout_error', 504],
  ['overloaded_error', 529],
]);

/** What helps against a refusal. */
const ADVICE: ReadonlyMap<number, string> = new Map([
  [401, 'Check `apiKey`.'],
  [402, 'Check the billing of the account.'],
  [403, 'Check what the key and its workspace may use.'],
  [404, 'Check the name in `model`, and `baseURL`, which ends before /v1.'],
  [413, 'Send less: a shorter conversation, fewer or smaller pictures.'],
]);

/** 408 and 409 pass by themselves. */
const isPassing = (status: number): boolean => status >= 500 || status < 400 || [408, 409].includes(status);

/** What an error is told with. */
export interface ErrorContext {
  readonly settings: Settings;
  readonly module: Sdk['module'];
  readonly signal: AbortSignal | undefined;
}

/** The answer to a caller who aborted. */
export const cancelled = (): OrchardError => new OrchardError('CANCELLED', 'The request was cancelled.');

function detailsOf({ status, type, requestID }: APIError): JsonObject {
  return {
    ...(status === undefined ? {} : { status }),
    ...(type === null ? {} : { type }),
    ...(typeof requestID === 'string' ? { requestId: requestID } : {}),
  };
}

function fromVendor(error: APIError, { redact, clock }: Settings): OrchardError {
  const status = error.status ?? STATUS_OF.get(error.type ?? '') ?? 500;
  const wait = error.headers === undefined ? undefined : retryAfterMs(error.headers, clock.now());
  const said = redact(error.apiMessage ?? error.message).slice(0, MAX_TEXT);
  const options = { details: detailsOf(error), ...(wait === undefined ? {} : { retryAfterMs: wait }) };
  if (status === 429)
    return new OrchardError(
      'MODEL_RATE_LIMITED',
      `Anthropic takes no more requests for now: ${said}. Wait, or raise the limit in the Claude Console.`,
      options,
    );
  if (isPassing(status))
    return new OrchardError(
      'MODEL_UNAVAILABLE',
      `Anthropic ${status === 529 ? 'is overloaded' : `fails (${status})`}: ${said}. Try again soon.`,
      options,
    );
  const advice = ADVICE.get(status) ?? 'Correct what it names, or use another model.';
  return new OrchardError(
    'MODEL_REJECTED',
    `Anthropic refuses the request (${status}): ${said}. ${advice}`,
    options,
  );
}

/** The innermost of what went wrong: there the system says why. */
function rootOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  if (error.cause !== undefined) return rootOf(error.cause);
  return 'code' in error && typeof error.code === 'string' ? error.code : error.message;
}

/**
 * The error of the port for whatever was thrown. Causes are left out: the errors of a `fetch` may hold the request, and
 * with it the key.
 */
export function modelError(error: unknown, { settings, module, signal }: ErrorContext): OrchardError {
  if (signal?.aborted === true || error instanceof module.APIUserAbortError) return cancelled();
  if (isOrchardError(error)) return error;
  const { redact, baseURL, silenceMs } = settings;
  const { host } = new URL(baseURL);
  if (error instanceof module.APIConnectionTimeoutError)
    return new OrchardError(
      'TIMEOUT',
      `${host} did not answer within ${silenceMs} ms. Try again, or raise \`silenceMs\`.`,
    );
  const reason = redact(rootOf(error)).slice(0, MAX_TEXT);
  if (error instanceof module.APIConnectionError)
    return new OrchardError(
      'MODEL_UNAVAILABLE',
      `${host} was not reached (${reason}). Check the network, or \`baseURL\`.`,
    );
  if (error instanceof module.APIError) return fromVendor(error, settings);
  return new OrchardError('MODEL_UNAVAILABLE', `The answer of ${host} broke off (${reason}). Try again.`);
}
