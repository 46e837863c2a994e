import type { JsonObject } from '../json.ts';
import { ERROR_CODES, type ErrorCode } from './codes.ts';

const BRAND = Symbol.for('orchard.error');
const DOCS = 'https://orchard-studio.dev/errors/';

export interface OrchardErrorOptions {
  readonly cause?: unknown;
  /** Machine-readable context. Must already be free of secrets. */
  readonly details?: JsonObject;
  readonly retryable?: boolean;
  /** Milliseconds to wait before trying again. */
  readonly retryAfterMs?: number;
}

/**
 * The one error class. `code` is the contract, `message` says what happened and what to do.
 *
 * @example
 * throw new OrchardError('NOT_FOUND', 'No project "prj_1".');
 */
export class OrchardError extends Error {
  override readonly name = 'OrchardError';
  readonly code: ErrorCode;
  readonly details: JsonObject;
  readonly retryable: boolean;
  readonly retryAfterMs: number | undefined;
  readonly docsUrl: string;

  constructor(code: ErrorCode, message: string, options: OrchardErrorOptions = {}) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.code = code;
    this.details = options.details ?? {};
    this.retryable = options.retryable ?? ERROR_CODES[code].retryable;
    this.retryAfterMs = options.retryAfterMs;
    this.docsUrl = `${DOCS}${code.toLowerCase().replaceAll('_', '-')}`;
    Object.defineProperty(this, BRAND, { value: true });
  }

  /** HTTP status of the code, from the error table. */
  get status(): number {
    return ERROR_CODES[this.code].status;
  }

  toJSON(): JsonObject {
    return {
      code: this.code,
      message: this.message,
      details: this.details,
      retryable: this.retryable,
      ...(this.retryAfterMs === undefined ? {} : { retryAfterMs: this.retryAfterMs }),
      docsUrl: this.docsUrl,
    };
  }
}

/** True for an OrchardError of any installed copy of this package. */
export function isOrchardError(value: unknown): value is OrchardError {
  return typeof value === 'object' && value !== null && BRAND in value;
}

/** The value itself when it is an OrchardError, else an `INTERNAL` error that keeps it as cause. */
export function toOrchardError(value: unknown): OrchardError {
  if (isOrchardError(value)) return value;
  const message = value instanceof Error ? value.message : String(value);
  return new OrchardError('INTERNAL', message, { cause: value });
}
