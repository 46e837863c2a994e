import { type OperationId, type OperationRun, type OperationStore, planSchema } from '@orchard-studio/core';
import { Board } from '../board/board.ts';
import type { StoreTime } from './store-time.ts';

export interface BoardSource {
  readonly store: Pick<OperationStore, 'loadRun'>;
  readonly time: StoreTime;
}

/** Plans of earlier versions lack what has been added since. */
function withWholePlan({ operation, ...rest }: OperationRun): OperationRun {
  const { plan } = operation;
  if (Object.hasOwn(plan, 'failFast')) return { operation, ...rest };
  return { ...rest, operation: { ...operation, plan: planSchema.parse(plan) } };
}

/** The board of an operation as the ledger has it; undefined when there is no such operation. */
export async function loadBoard(
  operationId: OperationId,
  { store, time }: BoardSource,
): Promise<Board | undefined> {
  const run = await store.loadRun({ operationId });
  if (run === undefined) return undefined;
  time.observe(run.readAt);
  return new Board(withWholePlan(run));
}
