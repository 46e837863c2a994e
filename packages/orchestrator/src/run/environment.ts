import {
  type OperationId,
  randomIds,
  silentLogger,
  silentMetrics,
  silentTracer,
  systemClock,
} from '@orchard-studio/core';
import { createMemoryStorage } from '@orchard-studio/core/memory';
import { Deadlines } from './deadlines.ts';
import type { DriverEnvironment } from './driver.ts';
import { Heart } from './heart.ts';
import { createHints } from './hints.ts';
import { Journal } from './journal.ts';
import type { RunnerOptions } from './runner-options.ts';
import { Slots } from './slots.ts';
import { StoreTime } from './store-time.ts';

/** What the parts of a runner ask of it. */
export interface RunnerCalls extends Pick<DriverEnvironment, 'startChild' | 'cancel'> {
  /** Called when a slot became free. */
  readonly onSlot: () => void;
}

function inMemory({ blobs }: RunnerOptions): Pick<DriverEnvironment, 'store' | 'blobs'> {
  const storage = createMemoryStorage();
  return { store: storage.operations, blobs: blobs ?? storage.blobs };
}

/** What a runner's parts share: the options with their defaults, one heartbeat, one journal, one clock. */
export function createEnvironment(options: RunnerOptions, calls: RunnerCalls): DriverEnvironment {
  const { executors, redactor, leaseMs = 15_000 } = options;
  const { clock = systemClock, ids = randomIds, logger = silentLogger, hints = createHints() } = options;
  const { store, blobs } =
    options.store === undefined ? inMemory(options) : { ...options, store: options.store };
  const time = new StoreTime(clock);
  const onEvents = (operationId: OperationId): void => hints.notify(operationId);
  const onWritten = (operationIds: ReadonlySet<OperationId>): void => operationIds.forEach(onEvents);
  return {
    store,
    clock,
    logger,
    metrics: options.metrics ?? silentMetrics,
    tracer: options.tracer ?? silentTracer,
    time,
    redactor,
    leaseMs,
    hints,
    executors,
    onEvents,
    journal: new Journal({ store, clock, redactor, onWritten, nowMs: () => time.nowMs }),
    deadlines: new Deadlines(clock),
    blobs,
    heart: new Heart({ store, clock, logger, leaseMs }),
    graceMs: options.graceMs ?? 10_000,
    pollMs: options.pollMs ?? 500,
    worker: ids.next('worker'),
    slots: new Slots(options.slots ?? 8, calls.onSlot),
    pools: new Set(options.pools ?? ['default']),
    maxTakeovers: options.maxTakeovers ?? 10,
    exclusive: options.exclusive ?? false,
    startChild: calls.startChild,
    cancel: calls.cancel,
  };
}
