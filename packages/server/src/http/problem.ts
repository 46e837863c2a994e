import { type ErrorCode, isOrchardError, OrchardError, type Problem } from '@orchard-studio/core';

const TITLES: Partial<Record<ErrorCode, string>> = { INTERNAL: 'Something went wrong' };

/** `NOT_READY_TO_BUILD` → `Not ready to build`. */
function title(code: ErrorCode): string {
  const words = code.toLowerCase().replaceAll('_', ' ');
  return TITLES[code] ?? words.charAt(0).toUpperCase() + words.slice(1);
}

/** What a caller may see of an error. A fault of ours says nothing of its inside; the log has it under `errorId`. */
export function toPublicError(error: unknown, errorId: string): OrchardError {
  if (isOrchardError(error) && error.code !== 'INTERNAL') return error;
  return new OrchardError('INTERNAL', `An unexpected fault. The log has it as ${errorId}.`);
}

/** The error as an RFC 9457 problem. */
export function problemOf(error: OrchardError): Problem {
  return {
    type: error.docsUrl,
    title: title(error.code),
    status: error.status,
    detail: error.message,
    code: error.code,
    retryable: error.retryable,
    ...(Object.keys(error.details).length === 0 ? {} : { details: error.details }),
  };
}

/** The error as a problem+json response. */
export function problemResponse(
  error: OrchardError,
  headers: Readonly<Record<string, string>> = {},
): Response {
  const retryAfter =
    error.retryAfterMs === undefined ? {} : { 'retry-after': String(Math.ceil(error.retryAfterMs / 1_000)) };
  return new Response(JSON.stringify(problemOf(error)), {
    status: error.status,
    headers: {
      'content-type': 'application/problem+json',
      'cache-control': 'no-store',
      'referrer-policy': 'no-referrer',
      ...retryAfter,
      ...headers,
    },
  });
}
