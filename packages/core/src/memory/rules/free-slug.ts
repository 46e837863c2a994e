/** Longest slug: one DNS label with room for a prefix. */
const MAX_SLUG = 40;

/**
 * The slug itself, or with the first free suffix `-2`, `-3` … A long slug is cut so that the suffix fits.
 * Every store uses this one rule.
 *
 * @example firstFreeSlug('shop', (slug) => slug === 'shop') // 'shop-2'
 */
export function firstFreeSlug(slug: string, isTaken: (candidate: string) => boolean): string {
  if (!isTaken(slug)) return slug;
  for (let number = 2; ; number += 1) {
    const suffix = `-${number}`;
    const candidate = `${slug.slice(0, MAX_SLUG - suffix.length).replace(/-+$/, '')}${suffix}`;
    if (!isTaken(candidate)) return candidate;
  }
}
