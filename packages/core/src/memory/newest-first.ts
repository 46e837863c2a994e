/** Newest first; of two made at the same instant, the one stored later comes first. */
export function newestFirst<T extends { readonly createdAt: string }>(
  stored: Iterable<T>,
  limit: number = Number.POSITIVE_INFINITY,
): T[] {
  return [...stored]
    .reverse()
    .sort((a, b) => (a.createdAt < b.createdAt ? 1 : a.createdAt > b.createdAt ? -1 : 0))
    .slice(0, limit);
}
