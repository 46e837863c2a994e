import {
  ERROR_CODES,
  type ErrorCode,
  OrchardError,
  type OrchardErrorOptions,
  type Problem,
  problemSchema,
} from '@orchard-studio/core';

/** What a status means when the answer is not ours: a proxy's page, or a server that is not an Orchard. */
const BY_STATUS: Readonly<Record<number, ErrorCode>> = {
  401: 'UNAUTHENTICATED',
  403: 'FORBIDDEN',
  404: 'NOT_FOUND',
  413: 'PAYLOAD_TOO_LARGE',
  502: 'UNREACHABLE',
  503: 'UNREACHABLE',
  504: 'UNREACHABLE',
};

const isErrorCode = (code: string): code is ErrorCode => Object.hasOwn(ERROR_CODES, code);

/** Seconds or an HTTP date, as milliseconds from now. */
function retryAfterMs(header: string | null): number | undefined {
  if (header === null) return undefined;
  const ms = /^\d+$/.test(header.trim()) ? Number(header) * 1_000 : Date.parse(header) - Date.now();
  return Number.isFinite(ms) ? Math.max(0, ms) : undefined;
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/**
 * The error a failed response stands for. A problem+json body gives code, message and details; a code this client
 * does not know becomes `INTERNAL` with the code in its details; any other body is judged by the status alone.
 */
export async function errorOfResponse(response: Response): Promise<OrchardError> {
  const text = await response.text().catch(() => '');
  const wait = retryAfterMs(response.headers.get('retry-after'));
  const timing = wait === undefined ? {} : { retryAfterMs: wait };
  const problem = problemSchema.safeParse(parseJson(text));
  if (!problem.success) {
    const code = BY_STATUS[response.status] ?? 'INTERNAL';
    return new OrchardError(code, `The server answered ${response.status} without saying why.`, {
      details: { status: response.status },
      retryable: response.status === 429 || response.status >= 500,
      ...timing,
    });
  }
  return errorOfProblem(problem.data, timing);
}

/** The error that a problem of the server's stands for; a code that this client does not know becomes `INTERNAL`. */
export function errorOfProblem(
  { code, detail, title, details, retryable, status }: Problem,
  timing: Pick<OrchardErrorOptions, 'retryAfterMs'> = {},
): OrchardError {
  const message = detail === '' ? title : detail;
  if (isErrorCode(code))
    return new OrchardError(code, message, { details: details ?? {}, retryable, ...timing });
  return new OrchardError('INTERNAL', message, {
    details: { ...details, code, status },
    retryable,
    ...timing,
  });
}
