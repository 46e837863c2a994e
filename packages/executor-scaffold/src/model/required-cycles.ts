/**
 * Whether an edge would close a circle. Entities that need each other in a circle could never get a first record, so
 * the last reference of such a circle is made optional.
 */
export function closesCycle(
  edges: ReadonlyMap<string, ReadonlySet<string>>,
  from: string,
  to: string,
): boolean {
  const seen = new Set<string>();
  const open = [to];
  for (let node = open.pop(); node !== undefined; node = open.pop()) {
    if (node === from) return true;
    if (seen.has(node)) continue;
    seen.add(node);
    open.push(...(edges.get(node) ?? []));
  }
  return false;
}
