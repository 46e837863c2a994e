import type { Three } from './merge-sequence.ts';

const within = (names: readonly string[], others: ReadonlySet<string>): string =>
  JSON.stringify(names.filter((name) => others.has(name)));

/** Puts names that only the other order knows behind the ones they follow there. */
function weave(order: readonly string[], other: readonly string[]): readonly string[] {
  const woven = [...order];
  const placed = new Set(order);
  let before: string | undefined;
  for (const name of other) {
    if (!placed.has(name)) {
      woven.splice(before === undefined ? 0 : woven.indexOf(before) + 1, 0, name);
      placed.add(name);
    }
    before = name;
  }
  return woven;
}

/**
 * The order of the names in `kept`, when each side may have moved, added and removed some: the generator's, unless a
 * person changed it.
 */
export function mergeOrder(
  { base, ours, theirs }: Three<readonly string[]>,
  kept: ReadonlySet<string>,
): readonly string[] {
  const known = new Set(base);
  const both = new Set(ours.filter((name) => known.has(name)));
  const isMoved = within(ours, both) !== within(base, both);
  const order = isMoved ? weave(ours, theirs) : weave(theirs, ours);
  return order.filter((name) => kept.has(name));
}
