import type { TreeView } from '@orchard-studio/core';

/** Trees whose name or description has every word of a search, in any order. */
export function treesLike(trees: readonly TreeView[], search: string): readonly TreeView[] {
  const words = search.toLowerCase().split(/\s+/).filter(Boolean);
  return trees.filter(({ name, description }) => {
    const text = `${name} ${description ?? ''}`.toLowerCase();
    return words.every((word) => text.includes(word));
  });
}
