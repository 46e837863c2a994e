/** Keys in an order in which needs come first, or the circle that makes it impossible. */
export type StepOrder =
  | { readonly order: readonly string[] }
  | { readonly circle: readonly [first: string, ...rest: string[]] };

/** Follows needs among the steps that could not be ordered until one comes round again. */
function circleIn(
  needs: ReadonlyMap<string, readonly string[]>,
  done: ReadonlySet<string>,
): readonly string[] {
  const trail = new Set<string>();
  let key = [...needs.keys()].find((candidate) => !done.has(candidate));
  while (key !== undefined && !trail.has(key)) {
    trail.add(key);
    key = needs.get(key)?.find((need) => needs.has(need) && !done.has(need));
  }
  const walked = [...trail];
  return key === undefined ? walked : [...walked.slice(walked.indexOf(key)), key];
}

/**
 * Kahn's algorithm; steps that become free keep the order of the file. Linear in steps and needs. Needs that are no
 * keys of the map are taken as met.
 */
export function orderSteps(needs: ReadonlyMap<string, readonly string[]>): StepOrder {
  const unmet = new Map<string, number>();
  const dependants = new Map<string, string[]>();
  for (const [key, wanted] of needs) {
    const known = wanted.filter((need) => needs.has(need));
    unmet.set(key, known.length);
    for (const need of known) {
      const others = dependants.get(need);
      if (others === undefined) dependants.set(need, [key]);
      else others.push(key);
    }
  }
  const order = [...needs.keys()].filter((key) => unmet.get(key) === 0);
  // Grows while it is walked.
  for (const ready of order) {
    for (const key of dependants.get(ready) ?? []) {
      const left = (unmet.get(key) ?? 0) - 1;
      unmet.set(key, left);
      if (left === 0) order.push(key);
    }
  }
  if (order.length === needs.size) return { order };
  const [first = '', ...rest] = circleIn(needs, new Set(order));
  return { circle: [first, ...rest] };
}
