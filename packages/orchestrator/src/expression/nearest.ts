import { closest, distance } from 'fastest-levenshtein';

/** `, did you mean "x"?` when a known name is near enough to be a slip, else nothing. */
export function suggestion(wrong: string, known: readonly string[]): string {
  if (known.length === 0) return '';
  const best = closest(wrong, known);
  return distance(wrong, best) <= Math.max(2, Math.floor(wrong.length / 3))
    ? `, did you mean "${best}"?`
    : '';
}
