import { isJsonObject, type JsonValue } from '@orchard-studio/core';

/** Deepest nesting of a value that expressions make. */
export const MAX_VALUE_DEPTH = 64;

/** What is wrong with a value: nested too deep, or more text than `limit`. */
export type Excess = 'deep' | 'large';

interface Pending {
  readonly value: JsonValue;
  readonly depth: number;
}

/**
 * Counts the characters a value has as JSON, roughly, and stops as soon as it is too deep or larger than `limit`.
 * Keeps its own stack, so that no depth of the value can exhaust the real one.
 */
export function measure(value: JsonValue, limit: number): number | Excess {
  const pending: Pending[] = [{ value, depth: 0 }];
  let size = 0;
  for (let next = pending.pop(); next !== undefined; next = pending.pop()) {
    const { value: current, depth } = next;
    if (typeof current === 'string') size += current.length + 2;
    else size += 4;
    if (size > limit) return 'large';
    if (typeof current !== 'object' || current === null) continue;
    if (depth >= MAX_VALUE_DEPTH) return 'deep';
    if (isJsonObject(current)) {
      for (const [key, inner] of Object.entries(current)) {
        size += key.length + 3;
        pending.push({ value: inner, depth: depth + 1 });
      }
    } else for (const inner of current) pending.push({ value: inner, depth: depth + 1 });
  }
  return size;
}
