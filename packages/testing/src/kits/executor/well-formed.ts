import type { ExecutorEvent, ExecutorOutcome } from '@orchard-studio/core';
import { ensure } from '../../kit/expect.ts';

const LEVELS: readonly string[] = ['debug', 'info', 'warn', 'error'];

/** Fails unless the value is JSON: what comes back from its text is what it was. */
function ensureJson(value: unknown, what: string, seen: readonly unknown[] = []): void {
  if (value === null || typeof value === 'string' || typeof value === 'boolean') return;
  if (typeof value === 'number') {
    ensure(Number.isFinite(value), `${what} holds ${value}.`);
    return;
  }
  ensure(typeof value === 'object', `${what} holds a ${typeof value}, which is not JSON.`);
  ensure(!seen.includes(value), `${what} holds itself.`);
  const isPlain = Array.isArray(value) || [Object.prototype, null].includes(Object.getPrototypeOf(value));
  ensure(isPlain, `${what} holds a ${value?.constructor.name}, which is not JSON.`);
  for (const [key, inner] of Object.entries(value ?? {}))
    ensureJson(inner, `${what}.${key}`, [...seen, value]);
}

/** Fails unless an event is one of the three kinds, with fields in their bounds. */
export function ensureEvent(event: ExecutorEvent): void {
  switch (event.type) {
    case 'log':
      ensure(LEVELS.includes(event.level), `"${event.level}" is not a log level.`);
      ensure(typeof event.message === 'string', 'A log event needs a message.');
      return;
    case 'progress':
      ensure(event.progress >= 0 && event.progress <= 1, `Progress ${event.progress} is not within 0 and 1.`);
      ensure(['string', 'undefined'].includes(typeof event.message), 'A progress message must be text.');
      return;
    case 'artifact':
      ensure(typeof event.message === 'string', 'An artifact event needs a message.');
      ensureJson(event.data, 'The artifact');
      return;
    default:
      throw new Error(`An event has an unknown type: ${JSON.stringify(event)}`);
  }
}

/** Fails unless the outcome is one the runner can record. */
export function ensureOutcome(outcome: ExecutorOutcome): void {
  if (outcome.status === 'succeeded') {
    ensure(
      typeof outcome.outputs === 'object' && outcome.outputs !== null && !Array.isArray(outcome.outputs),
      'The outputs must be a JSON object.',
    );
    ensureJson(outcome.outputs, 'The outputs');
    return;
  }
  ensure(outcome.status === 'failed', `"${JSON.stringify(outcome)}" is not an outcome.`);
  ensure(/^[A-Z][A-Z0-9_]*$/.test(outcome.error.code), `"${outcome.error.code}" is not an UPPER_SNAKE code.`);
  ensure(outcome.error.message !== '', 'A failure needs a message.');
  ensure(typeof outcome.retryable === 'boolean', 'A failure must say whether it is retryable.');
}
