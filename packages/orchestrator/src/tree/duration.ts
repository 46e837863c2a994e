import { z } from 'zod';

const UNITS = { ms: 1, s: 1_000, m: 60_000, h: 3_600_000 } as const;
const PATTERN = /^(\d{1,9})(ms|s|m|h)$/;

/** Longest duration a tree may state: 7 days. */
export const MAX_DURATION_MS = 7 * 24 * UNITS.h;

function isUnit(unit: string | undefined): unit is keyof typeof UNITS {
  return unit !== undefined && Object.hasOwn(UNITS, unit);
}

function toMs(text: string): number {
  const [, digits, unit] = PATTERN.exec(text) ?? [];
  return isUnit(unit) ? Number(digits) * UNITS[unit] : Number.NaN;
}

/** Durations of a range, in milliseconds. */
function durationBetween(min: number, max: number, message: string) {
  return z.string(message).transform((text, context) => {
    const ms = toMs(text);
    if (ms >= min && ms <= max) return ms;
    context.addIssue({ code: 'custom', message });
    return z.NEVER;
  });
}

/** A duration in a tree: digits and a unit, `500ms`, `30s`, `10m`, `2h`. Parsed to milliseconds. */
export const durationSchema = durationBetween(
  0,
  MAX_DURATION_MS,
  'must be a duration of at most 168h, such as 500ms, 30s, 10m or 2h',
);

/** A time limit: a duration that is not zero. */
export const timeoutSchema = durationBetween(
  1,
  MAX_DURATION_MS,
  'must be a duration of 1ms to 168h, such as 500ms, 30s, 10m or 2h',
);

/** The wait before a retry: at most one hour. */
export const backoffSchema = durationBetween(
  0,
  UNITS.h,
  'must be a duration of at most 1h, such as 500ms, 30s or 10m',
);
