import type {
  JsonObject,
  OperationEvent,
  OperationRun,
  OperationStore,
  StepState,
} from '@orchard-studio/core';
import { logFaults, readLog } from '../log-faults.ts';
import type { Began } from './record.ts';
import { tenantId } from './work.ts';

/** An operation as the tables have it. */
export interface Stored {
  readonly run: OperationRun;
  readonly events: readonly OperationEvent[];
}

/** All operations that came of one start of the rich tree: itself, and its sub-trees. */
export async function readFamily(store: OperationStore, idempotencyKey: string): Promise<readonly Stored[]> {
  const all = await store.listOperations({ tenantId, limit: 10_000 });
  const parent = all.find((operation) => operation.idempotencyKey === idempotencyKey);
  const family = all.filter(
    ({ id, parent: above }) => id === parent?.id || above?.operationId === parent?.id,
  );
  const read = async ({ id }: (typeof all)[number]): Promise<Stored[]> => {
    const run = await store.loadRun({ operationId: id });
    return run === undefined ? [] : [{ run, events: await readLog(store, id) }];
  };
  return (await Promise.all(family.map(read))).flat();
}

/** What every reading of the same state has in common: all but its time. */
export const stateOf = (family: readonly Stored[]): unknown =>
  family.map(({ run: { operation, steps }, events }) => ({ operation, steps, events }));

function stepEnd({ key, status, attempt, outputs, error, skippedBecause }: StepState) {
  const { operationId: _id, ...rest }: JsonObject = outputs ?? {};
  return { key, status, attempt, outputs: rest, error, skippedBecause };
}

/** How it ended, without what no two runs have in common. */
export const endOf = (family: readonly Stored[]): unknown =>
  family
    .map(({ run: { operation, steps } }) => {
      const { tree, status, outputs } = operation;
      return { tree, status, outputs, steps: steps.map(stepEnd) };
    })
    .toSorted((a, b) => (a.tree < b.tree ? -1 : 1));

/** What is wrong with an operation and its sub-trees, in one text per fault. */
export function familyFaults(family: readonly Stored[], executions: readonly Began[]): readonly string[] {
  const found = family.flatMap(({ run, events }) => {
    const own = executions.filter(({ operation }) => operation === run.operation.id);
    return logFaults(run, events, own).map((fault) => `${run.operation.tree}: ${fault}`);
  });
  const ids = family.map(({ run }) => run.operation.id);
  if (executions.some(({ operation }) => ids.every((id) => id !== operation)))
    found.push('a step of an operation that is not stored was run');
  const keys = new Map(executions.map((one) => [`${one.operation}/${one.step}`, one.idempotencyKey]));
  if (executions.some((one) => keys.get(`${one.operation}/${one.step}`) !== one.idempotencyKey))
    found.push('an idempotency key changed');
  return found;
}
