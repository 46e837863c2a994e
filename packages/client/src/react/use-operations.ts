import type { OperationSummary } from '@orchard-studio/core';
import { useOrchard } from './context.tsx';
import { type Loaded, useLoad } from './use-load.ts';

/** The operations of a project, newest first. */
export function useOperations(projectId: string): Loaded<readonly OperationSummary[]> {
  const client = useOrchard();
  return useLoad<readonly OperationSummary[]>(projectId, async (signal) => {
    const operations = await client.operations.list({ projectId, signal });
    return operations.toSorted((a, b) => b.createdAt.localeCompare(a.createdAt));
  });
}
