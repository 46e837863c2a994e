import { systemClock, toOrchardError } from '@orchard-studio/core';
import { backoffMs } from '../stream/backoff.ts';

/**
 * Does it until it succeeds, or fails in a way that another try would not cure.
 *
 * @param signal - ends the waiting between tries
 */
export async function insist<T>(action: () => Promise<T>, signal: AbortSignal): Promise<T> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await action();
    } catch (failure) {
      const { retryable, retryAfterMs = 0 } = toOrchardError(failure);
      if (!retryable) throw failure;
      await systemClock.sleep(Math.max(retryAfterMs, backoffMs(attempt, Math.random)), signal);
    }
  }
}
