import {
  type ErrorCode,
  isOrchardError,
  type JsonObject,
  type JsonValue,
  OrchardError,
  type Redactor,
} from '@orchard-studio/core';
import type { APIError } from 'openai';
import type { Connection } from './connection.ts';
import { isOutOfCredit } from './out-of-credit.ts';
import { retryAfterMs } from './retry-after.ts';

const LONGEST_MESSAGE = 500;

export const cancelled = (): OrchardError =>
  new OrchardError('CANCELLED', 'The request to the model was cancelled.');

export const fellSilent = ({ silenceMs, model }: Connection): OrchardError =>
  new OrchardError(
    'TIMEOUT',
    `Nothing came from the model "${model}" for ${silenceMs} ms. Try again; a slow model needs a larger silenceMs.`,
  );

export const brokeOff = (): OrchardError =>
  new OrchardError('MODEL_UNAVAILABLE', 'The answer of the model ended before it was complete. Try again.');

/** What a vendor says of an error, in an answer or within a stream. */
export interface VendorError {
  readonly status?: number | undefined;
  readonly code?: unknown;
  readonly type?: unknown;
  readonly param?: unknown;
  readonly message: string;
  readonly requestId?: string | null | undefined;
  readonly headers?: Headers | undefined;
}

/** Codes of errors that come within a stream, where there is no status. */
const STREAM_CODES: Readonly<Record<string, number>> = {
  rate_limit_exceeded: 429,
  rate_limit_error: 429,
  server_error: 500,
  vector_store_timeout: 500,
  context_length_exceeded: 400,
  invalid_request_error: 400,
  invalid_prompt: 400,
  data_residency_mismatch: 400,
  bio_policy: 400,
  misalignment_policy_violation: 400,
};

/** The status that the error would have had as an answer of its own; 500 when it does not say. */
function statusOf({ status, code, type }: VendorError): number {
  if (status !== undefined) return status;
  for (const one of [code, type]) {
    const number = Number(one);
    if (number >= 400 && number < 600) return number;
    if (typeof one !== 'string') continue;
    const known = Object.hasOwn(STREAM_CODES, one) ? STREAM_CODES[one] : undefined;
    if (known !== undefined) return known;
    // All that can be wrong with a picture.
    if (/image/.test(one)) return 400;
  }
  return 500;
}

function codeOf(error: VendorError, status: number): ErrorCode {
  if (isOutOfCredit(error)) return 'MODEL_REJECTED';
  if (status === 429) return 'MODEL_RATE_LIMITED';
  // 408 and 409: it took too long, or was locked. The SDK tries these again too.
  return status >= 500 || status === 408 || status === 409 ? 'MODEL_UNAVAILABLE' : 'MODEL_REJECTED';
}

/** What happened, and what the reader can do. */
function words(
  error: VendorError,
  status: number,
  { model, baseURL }: Connection,
): readonly [string, string] {
  if (isOutOfCredit(error))
    return [
      'The account of the vendor has no credit left',
      'Add credit or raise its limit; waiting does not help.',
    ];
  if (error.code === 'context_length_exceeded' || status === 413)
    return ['The request is too large for the model', 'Shorten the conversation, or send fewer pictures.'];
  if (status === 401) return ['The vendor does not accept the key', 'Check apiKey.'];
  if (status === 403)
    return ['The key may not do this', `Check what the key may use, and the model "${model}".`];
  if (status === 404)
    return [`Nothing was found for the model "${model}" at ${baseURL}`, 'Check model and baseURL.'];
  if (status === 429) return ['Too many requests', 'Wait, or raise the limit with the vendor.'];
  if (status >= 500) return ['The server of the model failed or is overloaded', 'Try again soon.'];
  return ['The vendor does not take the request', 'The message is the vendor’s.'];
}

const ended = (text: string): string => (/[.!?]$/.test(text) ? text : `${text}.`);

/** Only what is short and plain; the rest of an answer may say anything. */
function detailsOf({ status, code, type, param, requestId }: VendorError, redactor: Redactor): JsonObject {
  const details: Record<string, JsonValue> = {};
  for (const [key, value] of Object.entries({ status, code, type, param, requestId })) {
    if (typeof value === 'string') details[key] = redactor.redact(value).slice(0, LONGEST_MESSAGE);
    if (typeof value === 'number') details[key] = value;
  }
  return details;
}

/** The vendor's error as one of this house. What must not be told is taken out, so the vendor's own is not kept as cause. */
export function vendorError(error: VendorError, connection: Connection): OrchardError {
  const { redactor, clock } = connection;
  const status = statusOf(error);
  const [happened, remedy] = words(error, status, connection);
  const said = redactor.redact(error.message).replace(/\s+/g, ' ').trim().slice(0, LONGEST_MESSAGE);
  const details = detailsOf(error, redactor);
  const waitMs = retryAfterMs(error.headers, clock.now());
  return new OrchardError(codeOf(error, status), `${happened}: ${ended(said)} ${remedy}`, {
    details,
    ...(waitMs === undefined ? {} : { retryAfterMs: waitMs }),
  });
}

/** The reason that is deepest: `fetch failed` alone helps nobody. */
function deepest(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const { cause } = error;
  if (cause instanceof Error) return deepest(cause);
  // An address with several numbers fails with one error for each.
  const code = 'code' in error && typeof error.code === 'string' ? error.code : '';
  return error.message.includes(code) && error.message !== ''
    ? error.message
    : `${error.message} ${code}`.trim();
}

const ofApiError = (error: APIError, connection: Connection): OrchardError =>
  vendorError(
    {
      status: error.status,
      code: error.code,
      type: error.type,
      param: error.param,
      // The SDK puts the status before it.
      message: error.message.replace(/^\d{3} /, ''),
      requestId: error.requestID,
      headers: error.headers,
    },
    connection,
  );

/** What the SDK or the network threw, as one of the errors of the port. */
export async function modelError(error: unknown, connection: Connection): Promise<OrchardError> {
  if (isOrchardError(error)) return error;
  const sdk = await import('openai');
  if (error instanceof sdk.APIConnectionTimeoutError) return fellSilent(connection);
  const reason = connection.redactor.redact(deepest(error));
  if (error instanceof sdk.APIConnectionError)
    return new OrchardError(
      'MODEL_UNAVAILABLE',
      `The model cannot be reached at ${connection.baseURL}: ${ended(reason)} Check that the server runs, and baseURL.`,
    );
  if (error instanceof sdk.APIError) return ofApiError(error, connection);
  return new OrchardError(
    'MODEL_UNAVAILABLE',
    `The answer of the model broke off: ${ended(reason)} Try again.`,
  );
}
