import {
  type Clock,
  type Executor,
  type ExecutorContext,
  type ExecutorOutcome,
  type ExecutorRequest,
  type IdGenerator,
  type Logger,
  type OperationStore,
  randomIds,
  silentLogger,
  systemClock,
} from '@orchard-studio/core';
import { z } from 'zod';
import { createRunner, type Runner } from '../../src/index.ts';
import { record } from './record.ts';
import type { WorkerSettings } from './settings.ts';
import { subTrees } from './trees.ts';

/** What the steps of these tests are told. */
const parametersSchema = z.strictObject({
  ms: z.int().default(0),
  /** The same, before anybody has taken it over. */
  firstMs: z.int().default(0),
  /** How often it fails before it succeeds. */
  failures: z.int().default(0),
  /** Whether it saves a checkpoint. */
  saves: z.boolean().default(false),
  /** Whether it goes on when it is told to stop. */
  deaf: z.boolean().default(false),
});

/** A clock that is wrong by so much. */
export const wrongClock = (skewMs: number): Clock => ({
  now: () => new Date(Date.now() + skewMs),
  sleep: systemClock.sleep,
});

const idsOf = (name: string): IdGenerator => ({
  next: (kind) => (kind === 'worker' ? name : randomIds.next(kind)),
});

/** Errors are for the test to see; what is tried again is no error. */
const loggerOf = ({ record: path, name: worker }: WorkerSettings): Logger => ({
  ...silentLogger,
  error: (fields, text) => {
    const cause = 'err' in fields && fields.err instanceof Error ? fields.err.message : '';
    record(path, { kind: 'error', worker, message: `${text} ${cause}` });
  },
});

async function execute(
  settings: WorkerSettings,
  { operation, step, stepId, attempt, fencingToken: epoch, idempotencyKey, checkpoint }: ExecutorRequest,
  { emit, beat, signal }: ExecutorContext,
): Promise<ExecutorOutcome> {
  const { record: path, name: worker } = settings;
  const { ms, firstMs, failures, saves, deaf } = parametersSchema.parse(step.with);
  const place = { worker, operation: operation.id, step: stepId, epoch, idempotencyKey, checkpoint };
  record(path, { kind: 'began', at: Date.now(), ...place });
  signal.addEventListener('abort', () => {
    record(path, { kind: 'stopped', worker, step: stepId, why: String(signal.reason) });
  });
  if (saves) await beat({ checkpoint: { by: worker } });
  emit({ type: 'log', level: 'info', message: `${stepId} in epoch ${epoch}` });
  const length = ms + (epoch === 1 ? firstMs : 0);
  if (length > 0) await systemClock.sleep(length, deaf ? undefined : signal);
  emit({ type: 'progress', progress: 0.5 });
  if (attempt <= failures)
    return { status: 'failed', error: { code: 'X', message: 'Not yet.' }, retryable: true };
  return { status: 'succeeded', outputs: { step: stepId } };
}

/** A runner of the code under test, as a worker process has it. */
export function makeRunner(settings: WorkerSettings, store: OperationStore): Runner {
  const { name, leaseMs, pollMs, slots, skewMs, exclusive } = settings;
  const x: Executor = {
    specVersion: 'v1',
    name: 'x',
    execute: (request, context) => execute(settings, request, context),
  };
  return createRunner({
    store,
    executors: { x },
    trees: subTrees,
    ids: idsOf(name),
    clock: wrongClock(skewMs),
    logger: loggerOf(settings),
    maxTakeovers: 1_000,
    ...{ leaseMs, pollMs, slots, exclusive },
  });
}
