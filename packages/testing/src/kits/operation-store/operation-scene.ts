import type {
  CommittedTransition,
  NewOperationEvent,
  Operation,
  OperationEvent,
  OperationRun,
  OperationStore,
  OperationTransition,
  StepFence,
  StepState,
} from '@orchard-studio/core';
import { present } from '../../kit/expect.ts';
import type { NewOperation } from '../../records/operation-records.ts';
import { createRecords, type Records } from '../../records/records.ts';

/** Long enough that no lease of a case ends while it runs. */
export const LEASE_MS = 3_600_000;

/** One stored operation with its first step running in epoch 1, and the moves the cases make on it. */
export interface OperationScene {
  readonly records: Records;
  /** As it was handed to the store. */
  readonly made: NewOperation;
  readonly operationId: Operation['id'];
  /** Fence of the running step. */
  readonly fence: StepFence;
  /** The run, without the time of the reading. */
  load(): Promise<Omit<OperationRun, 'readAt'>>;
  step(key: string): Promise<StepState>;
  events(): Promise<readonly OperationEvent[]>;
  /** The store's time. */
  now(): Promise<number>;
  /** Commits on the current version; claims last {@link LEASE_MS} unless told. */
  commit(transition?: Partial<OperationTransition>): Promise<CommittedTransition>;
  /** Appends events to the running step. */
  append(...events: readonly NewOperationEvent[]): Promise<'written' | 'fenced'>;
  /** All that the store says of the operation, to compare before and after. */
  everything(): Promise<unknown>;
}

/** Stores an operation (version 1, two events) and gives the moves on it. */
export async function operationScene(
  store: OperationStore,
  fields: Partial<Operation> = {},
): Promise<OperationScene> {
  const records = createRecords();
  const made = records.newOperation(fields);
  const operationId = made.operation.id;
  const fence = { operationId, step: 'first', epoch: 1 };
  await store.createOperation(made);
  const load = async () => {
    const { operation, steps } = present(await store.loadRun({ operationId }), 'The operation');
    return { operation, steps };
  };
  const events = () => store.listEvents({ operationId, after: 0 });
  const scene: OperationScene = {
    records,
    made,
    operationId,
    fence,
    load,
    step: async (key) =>
      present(
        (await load()).steps.find((step) => step.key === key),
        `Step ${key}`,
      ),
    events,
    now: async () => present(await store.peek({ operationId }), 'The operation').readAt,
    commit: async (transition = {}) => {
      const { version } = (await load()).operation;
      return store.commitTransition({
        operationId,
        ifVersion: version,
        steps: [],
        leaseMs: LEASE_MS,
        events: [],
        ...transition,
      });
    },
    append: async (...added) => {
      const [answer] = await store.appendStepEvents({ entries: [{ fence, events: added }] });
      return present(answer, 'The answer');
    },
    everything: async () => ({ run: await load(), events: await events() }),
  };
  await scene.commit({
    operation: { status: 'running', startedAt: records.nextInstant() },
    steps: [records.runningStep({ key: 'first' })],
    events: [records.event({ type: 'step', step: 'first', status: 'in_progress' })],
  });
  return scene;
}

/** The events as the log must hold them: numbered from `from`. */
export function numbered(
  operationId: Operation['id'],
  events: readonly NewOperationEvent[],
  from = 1,
): readonly OperationEvent[] {
  return events.map((event, at) => ({ v: 1, operationId, seq: from + at, ...event }));
}

/** A step as the store must keep it once it was claimed. */
export const claimed = (
  step: StepState,
  { committedAt }: CommittedTransition,
  leaseMs = LEASE_MS,
): StepState => ({
  ...step,
  leaseUntil: new Date(committedAt + leaseMs).toISOString(),
});
