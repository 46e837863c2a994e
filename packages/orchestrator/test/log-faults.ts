import {
  isOperationEnd,
  isStepEnd,
  type OperationEvent,
  type OperationId,
  type OperationRun,
  type OperationStore,
  type StepState,
} from '@orchard-studio/core';

/** One attempt as the outside world saw it. */
export interface Execution {
  readonly step: string;
  readonly epoch: number;
}

/** The whole log of an operation. */
export async function readLog(
  store: Pick<OperationStore, 'listEvents'>,
  operationId: OperationId,
): Promise<readonly OperationEvent[]> {
  const events: OperationEvent[] = [];
  while (true) {
    const page = await store.listEvents({ operationId, after: events.at(-1)?.seq ?? 0 });
    if (page.length === 0) return events;
    events.push(...page);
  }
}

/** What must be true of every operation that has ended once, in one text per fault. */
export function logFaults(
  { operation, steps }: OperationRun,
  events: readonly OperationEvent[],
  executions: readonly Execution[],
): readonly string[] {
  const found: string[] = [];
  if (!isOperationEnd(operation.status)) found.push(`it is ${operation.status}`);
  if (events.some(({ seq }, at) => seq !== at + 1) || operation.lastSeq !== events.length)
    found.push('the log has a gap');
  if (events.filter(({ type }) => type === 'complete').length !== 1) found.push('it did not end once');
  if (events.at(-1)?.type !== 'complete') found.push('the log goes on after the end');
  for (const step of steps) found.push(...stepFaults(step, events, executions));
  return found;
}

function stepFaults(
  { key, status, epoch: lastEpoch, leaseUntil, worker }: StepState,
  events: readonly OperationEvent[],
  executions: readonly Execution[],
): readonly string[] {
  const found: string[] = [];
  const own = events.filter((event) => event.step === key);
  const ends = own.filter((event) => event.type === 'step' && event.status === 'complete');
  const claims = own.filter((event) => event.type === 'step' && event.status === 'in_progress');
  const epochs = claims.map(({ epoch }) => epoch ?? 0);
  const end = ends[0];
  if (!isStepEnd(status)) found.push(`${key} is ${status}`);
  if (leaseUntil !== null || worker !== null) found.push(`${key} is still leased`);
  if (ends.length !== (status === 'succeeded' ? 1 : 0)) found.push(`${key} completed ${ends.length} times`);
  if (end !== undefined && own.some(({ seq }) => seq > end.seq)) found.push(`${key} went on after its end`);
  if (status === 'skipped' && claims.length > 0) found.push(`${key} ran though it was skipped`);
  if (epochs.some((epoch, at) => at > 0 && epoch <= (epochs[at - 1] ?? 0))) found.push(`${key}: epochs fall`);
  const runs = executions.filter(({ step }) => step === key).map(({ epoch }) => epoch);
  if (new Set(runs).size !== runs.length) found.push(`${key} ran twice in one epoch`);
  for (const epoch of runs) {
    if (!epochs.includes(epoch)) found.push(`${key} ran in epoch ${epoch} without a claim`);
    if (epoch > lastEpoch) found.push(`${key} ran in epoch ${epoch} after its last, ${lastEpoch}`);
  }
  return found;
}
