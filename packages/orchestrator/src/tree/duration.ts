import { z } from 'zod';

const UNITS = { ms: 1, s: 1_000, m: 60_000, h: 3_600_000 } as const;
const PATTERN = /^(\d{1,9})(ms|s|m|h)$/;

/** Longest duration a tree may state: 7 days. */
export const MAX_DURATION_MS = 7 * 24 * UNITS.h;

function isUnit(unit: string | undefined): unit is keyof typeof UNITS {
  return unit !== undefined && Object.hasOwn(UNITS, unit);
}

/** A duration in a tree: digits and a unit, `500ms`, `30s`, `10m`, `2h`. Parsed to milliseconds. */
export const durationSchema = z.string().transform((text, context) => {
  const [, digits, unit] = PATTERN.exec(text) ?? [];
  const ms = isUnit(unit) ? Number(digits) * UNITS[unit] : Number.NaN;
  if (Number.isNaN(ms) || ms > MAX_DURATION_MS) {
    context.addIssue({
      code: 'custom',
      message: 'must be a duration of at most 168h, such as 500ms, 30s, 10m or 2h',
    });
    return z.NEVER;
  }
  return ms;
});
