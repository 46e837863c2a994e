import { type OperationStore, overrideOperationStore } from '@orchard-studio/core';
import { createMemoryStorage } from '@orchard-studio/core/memory';

/** A good store with some methods of its own. */
export function wrapped(change: (store: OperationStore) => Partial<OperationStore>): OperationStore {
  const { operations } = createMemoryStorage();
  return overrideOperationStore(operations, change(operations));
}
