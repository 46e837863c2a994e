import assert from 'node:assert/strict';
import { type ErrorCode, isOrchardError, type OrchardError } from '@orchard-studio/core';

/** A value with its undefined properties left out and plain prototypes: what a store must give back. */
function plain(value: unknown): unknown {
  return value === undefined ? undefined : structuredClone(value);
}

/** Fails unless both hold the same data. */
export function same(actual: unknown, expected: unknown, what: string): void {
  try {
    assert.deepEqual(plain(actual), plain(expected));
  } catch (cause) {
    const detail = cause instanceof Error ? cause.message : String(cause);
    throw new Error(`${what}: ${detail}`, { cause });
  }
}

/** Fails unless the condition holds. */
export function ensure(condition: boolean, what: string): asserts condition {
  if (!condition) throw new Error(what);
}

/** The value, or a failure when it is undefined. */
export function present<T>(value: T | undefined, what: string): T {
  if (value === undefined) throw new Error(`${what} is missing.`);
  return value;
}

/** Fails unless the promise rejects with an OrchardError of this code; gives the error back. */
export async function refused(
  promise: Promise<unknown>,
  code: ErrorCode,
  what: string,
): Promise<OrchardError> {
  const outcome = await settled(promise);
  if (outcome.status === 'fulfilled')
    throw new Error(`${what} must be refused with ${code}, but it was done.`);
  if (!isOrchardError(outcome.reason) || outcome.reason.code !== code) {
    throw new Error(`${what} must be refused with ${code}, not with ${String(outcome.reason)}.`, {
      cause: outcome.reason,
    });
  }
  return outcome.reason;
}

/** How a promise ended, without throwing. */
export async function settled<T>(promise: Promise<T>): Promise<PromiseSettledResult<T>> {
  const [outcome] = await Promise.allSettled([promise]);
  return outcome;
}

/** The promise, or a failure when it is not settled within the bound. */
export async function within<T>(boundMs: number, promise: Promise<T>, what: string): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => reject(new Error(`${what} took longer than ${boundMs} ms.`)), boundMs);
  });
  try {
    return await Promise.race([promise, late]);
  } finally {
    clearTimeout(timer);
  }
}
