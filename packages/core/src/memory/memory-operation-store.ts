import type { OperationId } from '../ids.ts';
import type { NewOperationEvent, OperationEvent } from '../operation/event.ts';
import { isOperationEnd, type Operation, type StepState } from '../operation/operation.ts';
import { inPlanOrder } from '../operation/plan-order.ts';
import { type Clock, systemClock } from '../ports/clock.ts';
import type {
  ArchivedEvents,
  BeatAnswer,
  CommittedTransition,
  EndedOperation,
  OperationPulse,
  OperationRun,
  OperationStore,
  OperationTransition,
  StepFence,
} from '../ports/operation-store.ts';
import { BlobUse } from './blob-use.ts';
import { copyRecord } from './copy-record.ts';
import { EventLog } from './event-log.ts';
import { GroupHolders } from './group-holders.ts';
import { newestFirst } from './newest-first.ts';
import { claimedUntil } from './rules/claimed-until.ts';
import { idTaken, notFound, versionConflict } from './rules/refusals.ts';
import { requireSameRequest } from './rules/same-request.ts';

/** What a method of the store is asked with. */
type Asked<Method extends Exclude<keyof OperationStore, 'specVersion'>> = Parameters<
  OperationStore[Method]
>[0];

const DEFAULT_LIMIT = 1_000;
const DEFAULT_PULSES = 50;
const DEFAULT_ENDED = 100;

interface Entry {
  operation: Operation;
  readonly steps: Map<string, StepState>;
  readonly log: EventLog;
}

function append(entry: Entry, events: readonly NewOperationEvent[]): number {
  entry.log.append(events);
  const { lastSeq } = entry.log;
  entry.operation = { ...entry.operation, lastSeq };
  return lastSeq;
}

const endedBefore = ({ status, finishedAt }: Operation, instant: string): boolean =>
  isOperationEnd(status) && finishedAt !== null && finishedAt < instant;

export class MemoryOperationStore implements OperationStore {
  readonly specVersion = 'v1';
  readonly #entries = new Map<OperationId, Entry>();
  readonly #groups = new GroupHolders();
  readonly #blobs = new BlobUse();
  readonly #clock: Clock;

  /** @param clock measures leases; the system's by default */
  constructor(clock: Clock = systemClock) {
    this.#clock = clock;
  }

  async createOperation(
    request: Asked<'createOperation'>,
  ): Promise<{ readonly operation: Operation; readonly created: boolean }> {
    const { operation, steps, events } = copyRecord(request);
    const earlier = this.#withKeyOf(operation);
    if (earlier !== undefined) {
      requireSameRequest(earlier, operation);
      return { operation: copyRecord(earlier), created: false };
    }
    if (this.#entries.has(operation.id)) throw idTaken('operation', operation.id);
    const byKey = new Map(steps.map((step) => [step.key, step]));
    const entry: Entry = { operation, steps: byKey, log: new EventLog(operation.id) };
    append(entry, events);
    this.#entries.set(operation.id, entry);
    this.#blobs.uses(operation.id, [
      operation.inputs,
      operation.outputs,
      ...steps.map((step) => step.outputs),
    ]);
    return { operation: copyRecord(entry.operation), created: true };
  }

  async getOperation(request: Asked<'getOperation'>): Promise<Operation | undefined> {
    const operation = this.#entries.get(request.operationId)?.operation;
    return operation?.tenantId === request.tenantId ? copyRecord(operation) : undefined;
  }

  async listOperations(request: Asked<'listOperations'>): Promise<readonly Operation[]> {
    const { tenantId, projectId, limit } = request;
    const own = this.#operations().filter(
      (one) => one.tenantId === tenantId && (projectId === undefined || one.projectId === projectId),
    );
    return copyRecord(newestFirst(own, limit));
  }

  async loadRun(request: { readonly operationId: OperationId }): Promise<OperationRun | undefined> {
    const entry = this.#entries.get(request.operationId);
    if (entry === undefined) return undefined;
    const { operation } = entry;
    return copyRecord({
      operation,
      steps: inPlanOrder(operation, [...entry.steps.values()]),
      readAt: this.#now(),
    });
  }

  async peek(request: { readonly operationId: OperationId }): Promise<OperationPulse | undefined> {
    const operation = this.#entries.get(request.operationId)?.operation;
    return operation === undefined ? undefined : this.#pulseOf(operation);
  }

  async listPulses(
    request: Asked<'listPulses'>,
  ): Promise<readonly (OperationPulse & { readonly operationId: OperationId })[]> {
    const { tenantId, projectId, limit = DEFAULT_PULSES } = request;
    const own = this.#operations().filter((one) => one.tenantId === tenantId && one.projectId === projectId);
    return newestFirst(own)
      .filter(({ status }, at) => at < limit || !isOperationEnd(status))
      .map((operation) => ({ operationId: operation.id, ...this.#pulseOf(operation) }));
  }

  async listOpenOperations(): Promise<readonly OperationId[]> {
    const open = this.#operations().filter(({ status }) => !isOperationEnd(status));
    return newestFirst(open)
      .reverse()
      .map(({ id }) => id);
  }

  async holdGroup({ operationId }: { readonly operationId: OperationId }): Promise<OperationId> {
    const get = (id: OperationId): Operation | undefined => this.#entries.get(id)?.operation;
    const operation = get(operationId);
    if (operation === undefined) throw notFound('operation', operationId);
    return this.#groups.hold(operation, { get, list: this.#operations() });
  }

  async commitTransition(transition: OperationTransition): Promise<CommittedTransition> {
    const { operationId, ifVersion, steps, events, leaseMs, expired = [] } = copyRecord(transition);
    const entry = this.#entries.get(operationId);
    if (entry === undefined) throw notFound('operation', operationId);
    const now = this.#now();
    const alive = expired.some((key) => Date.parse(entry.steps.get(key)?.leaseUntil ?? '') > now);
    if (entry.operation.version !== ifVersion || alive) throw versionConflict(operationId, ifVersion);
    const changed = steps.map((step) => claimedUntil(step, now, leaseMs));
    const changes = Object.entries(transition.operation ?? {}).filter(([, value]) => value !== undefined);
    const version = ifVersion + 1;
    entry.operation = { ...entry.operation, ...Object.fromEntries(changes), version };
    for (const step of changed) entry.steps.set(step.key, step);
    this.#blobs.uses(operationId, [entry.operation.outputs, ...changed.map((step) => step.outputs)]);
    return { version, lastSeq: append(entry, events), committedAt: now };
  }

  async appendStepEvents(request: Asked<'appendStepEvents'>): Promise<readonly ('written' | 'fenced')[]> {
    return request.entries.map(({ fence, events }) => {
      const entry = this.#runningIn(fence)?.entry;
      if (entry === undefined) return 'fenced';
      append(entry, events);
      return 'written';
    });
  }

  async beat(request: Asked<'beat'>): Promise<readonly BeatAnswer[]> {
    const leaseUntil = new Date(this.#now() + request.leaseMs).toISOString();
    return request.reports.map(({ fence, ...report }) => {
      const found = this.#runningIn(fence);
      if (found === undefined) return 'fenced';
      const { entry, step } = found;
      const { progress = step.progress, checkpoint = step.checkpoint } = report;
      entry.steps.set(step.key, {
        ...step,
        leaseUntil,
        progress,
        checkpoint: copyRecord(checkpoint),
      });
      return entry.operation.cancelRequestedAt === null ? 'extended' : 'cancel-requested';
    });
  }

  async requestCancel(request: { readonly operationId: OperationId; readonly at: string }): Promise<boolean> {
    const entry = this.#entries.get(request.operationId);
    if (entry === undefined || isOperationEnd(entry.operation.status)) return false;
    // The first request counts; asking again changes nothing.
    const cancelRequestedAt = entry.operation.cancelRequestedAt ?? request.at;
    entry.operation = { ...entry.operation, cancelRequestedAt };
    return true;
  }

  async listEvents(request: Asked<'listEvents'>): Promise<readonly OperationEvent[]> {
    const { operationId, after, limit = DEFAULT_LIMIT } = request;
    return this.#entries.get(operationId)?.log.page(after, limit) ?? [];
  }

  async archiveEvents(request: Asked<'archiveEvents'>): Promise<boolean> {
    const { operationId, archived } = request;
    if (this.#entries.get(operationId)?.log.archive(archived) !== true) return false;
    this.#blobs.usesBlob(operationId, archived.blob);
    return true;
  }

  async listArchives(request: { readonly operationId: OperationId }): Promise<readonly ArchivedEvents[]> {
    return this.#entries.get(request.operationId)?.log.archives ?? [];
  }

  async listEndedOperations(request: Asked<'listEndedOperations'>): Promise<readonly EndedOperation[]> {
    const { which, limit = DEFAULT_ENDED } = request;
    const isWanted = ({ operation: { parent }, log }: Entry): boolean =>
      which === 'archivable'
        ? log.archivedTo < log.lastSeq - 1
        : parent === null || !this.#entries.has(parent.operationId);
    const wanted = this.#entries
      .values()
      .filter((entry) => endedBefore(entry.operation, request.endedBefore) && isWanted(entry));
    return [...wanted]
      .sort((a, b) => ((a.operation.finishedAt ?? '') < (b.operation.finishedAt ?? '') ? -1 : 1))
      .slice(0, limit)
      .map(({ operation: { id }, log }) => ({
        operationId: id,
        lastSeq: log.lastSeq,
        archivedTo: log.archivedTo,
      }));
  }

  async deleteOperation(request: Asked<'deleteOperation'>): Promise<boolean> {
    const { operationId } = request;
    const operation = this.#entries.get(operationId)?.operation;
    if (operation === undefined || !endedBefore(operation, request.endedBefore)) return false;
    this.#entries.delete(operationId);
    this.#blobs.release(operationId);
    return true;
  }

  async listUnusedBlobs(request: Asked<'listUnusedBlobs'>): Promise<readonly string[]> {
    const { after = '', limit = DEFAULT_ENDED } = request;
    return this.#blobs
      .unused()
      .filter((hash) => hash > after)
      .slice(0, limit);
  }

  async forgetBlobs({ hashes }: { readonly hashes: readonly string[] }): Promise<void> {
    this.#blobs.forget(hashes);
  }

  #pulseOf({ status, version, lastSeq, cancelRequestedAt }: Operation): OperationPulse {
    return { status, version, lastSeq, cancelRequestedAt, readAt: this.#now() };
  }

  #operations(): IteratorObject<Operation> {
    return this.#entries.values().map(({ operation }) => operation);
  }

  /** A project's keys are its own; operations outside any project share their tenant's. */
  #withKeyOf({ tenantId, projectId, idempotencyKey }: Operation): Operation | undefined {
    if (idempotencyKey === null) return undefined;
    return this.#operations().find(
      (one) =>
        one.idempotencyKey === idempotencyKey && one.tenantId === tenantId && one.projectId === projectId,
    );
  }

  #runningIn(fence: StepFence): { readonly entry: Entry; readonly step: StepState } | undefined {
    const entry = this.#entries.get(fence.operationId);
    const step = entry?.steps.get(fence.step);
    const running = step?.status === 'running' && step.epoch === fence.epoch;
    return entry !== undefined && running ? { entry, step } : undefined;
  }

  #now(): number {
    return this.#clock.now().getTime();
  }
}
