import type { TreeView } from '@orchard-studio/core';
import { useOrchard } from './context.tsx';
import { type Loaded, useLoad } from './use-load.ts';

/** The trees that the host registered and people may start, with their inputs, by name. */
export function useTrees(): Omit<Loaded<readonly TreeView[]>, 'replace'> {
  const client = useOrchard();
  return useLoad('trees', (signal) => client.trees.list({ signal }));
}
