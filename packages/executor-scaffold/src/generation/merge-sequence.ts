import { diff3MergeRegions } from 'node-diff3';

/** One stretch of a merged sequence. `isConflict`: both sides changed it, and the person's version stands. */
export interface Stretch<T> {
  readonly items: readonly T[];
  readonly isConflict: boolean;
}

export interface Three<T> {
  /** What the generator wrote last. */
  readonly base: T;
  /** What a person made of it. */
  readonly ours: T;
  /** What the generator writes now. */
  readonly theirs: T;
}

const MAX_ITEMS = 20_000;
const MAX_PAIRS = 20_000_000;

const sameItems = (a: readonly string[], b: readonly string[]): boolean =>
  a.length === b.length && a.every((item, at) => item === b[at]);

/** How many pairs of equal items a comparison would look at: what it costs. */
function pairs(a: readonly string[], b: readonly string[]): number {
  const counts = new Map<string, number>();
  for (const item of a) counts.set(item, (counts.get(item) ?? 0) + 1);
  return b.reduce((sum, item) => sum + (counts.get(item) ?? 0), 0);
}

/**
 * Merges two descendants of a sequence. Where both changed the same place, the person's version stands.
 *
 * @returns undefined when they are too long to be compared in reasonable time.
 */
export function mergeSequence({
  base,
  ours,
  theirs,
}: Three<readonly string[]>): readonly Stretch<string>[] | undefined {
  if (Math.max(base.length, ours.length, theirs.length) > MAX_ITEMS) return undefined;
  if (pairs(base, ours) + pairs(base, theirs) > MAX_PAIRS) return undefined;
  return diff3MergeRegions([...ours], [...base], [...theirs]).map((region) => {
    if (region.stable) return { items: region.bufferContent, isConflict: false };
    return { items: region.aContent, isConflict: !sameItems(region.aContent, region.bContent) };
  });
}
