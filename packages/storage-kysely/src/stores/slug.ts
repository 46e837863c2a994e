import { firstFreeSlug } from '@orchard-studio/core/memory';

/** A suffix is shorter than this, so every suffixed slug begins with what is left. */
const LONGEST_SUFFIX = 10;

/** Bounds between which every slug lies that {@link firstFreeSlug} may try. `~` sorts after all slug characters. */
export function slugRange(slug: string): { readonly from: string; readonly to: string } {
  const prefix = slug.slice(0, 40 - LONGEST_SUFFIX).replace(/-+$/, '');
  return { from: prefix, to: `${prefix}~` };
}

/** The first free one, given the rows in that range. */
export function freeSlug(slug: string, rows: readonly { readonly slug: string }[]): string {
  const taken = new Set(rows.map((row) => row.slug));
  return firstFreeSlug(slug, (candidate) => taken.has(candidate));
}
