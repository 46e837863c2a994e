import type { OperationId, ProjectId, TenantId } from '../ids.ts';
import type { JsonValue } from '../json.ts';
import type { NewOperationEvent, OperationEvent } from '../operation/event.ts';
import { isOperationEnd, type Operation, type StepState } from '../operation/operation.ts';
import type {
  OperationRun,
  OperationStore,
  OperationTransition,
  StepFence,
} from '../ports/operation-store.ts';
import { newestFirst } from './newest-first.ts';
import { fenced, idTaken, notFound, versionConflict } from './rules/refusals.ts';
import { requireSameRequest } from './rules/same-request.ts';

const DEFAULT_LIMIT = 1_000;

interface Entry {
  operation: Operation;
  /** By key, in plan order. */
  readonly steps: Map<string, StepState>;
  readonly events: OperationEvent[];
}

function append(entry: Entry, events: readonly NewOperationEvent[]): number {
  const operationId = entry.operation.id;
  for (const event of structuredClone(events)) {
    entry.events.push({ v: 1, operationId, seq: entry.events.length + 1, ...event });
  }
  entry.operation = { ...entry.operation, lastSeq: entry.events.length };
  return entry.events.length;
}

function inPlanOrder({ plan }: Operation, steps: readonly StepState[]): Map<string, StepState> {
  const place = new Map(plan.steps.map(({ key }, at) => [key, at]));
  const at = ({ key }: StepState): number => place.get(key) ?? plan.steps.length;
  return new Map(steps.toSorted((a, b) => at(a) - at(b)).map((step) => [step.key, step]));
}

export class MemoryOperationStore implements OperationStore {
  readonly specVersion = 'v1';
  readonly #entries = new Map<OperationId, Entry>();

  async createOperation(request: {
    readonly operation: Operation;
    readonly steps: readonly StepState[];
    readonly events: readonly NewOperationEvent[];
  }): Promise<{ readonly operation: Operation; readonly created: boolean }> {
    const { operation, steps, events } = structuredClone(request);
    const earlier = this.#withKeyOf(operation);
    if (earlier !== undefined) {
      requireSameRequest(earlier, operation);
      return { operation: structuredClone(earlier), created: false };
    }
    if (this.#entries.has(operation.id)) throw idTaken('operation', operation.id);
    const entry: Entry = { operation, steps: inPlanOrder(operation, steps), events: [] };
    append(entry, events);
    this.#entries.set(operation.id, entry);
    return { operation: structuredClone(entry.operation), created: true };
  }

  async getOperation(request: {
    readonly tenantId: TenantId;
    readonly operationId: OperationId;
  }): Promise<Operation | undefined> {
    const operation = this.#entries.get(request.operationId)?.operation;
    return operation?.tenantId === request.tenantId ? structuredClone(operation) : undefined;
  }

  async listOperations(request: {
    readonly tenantId: TenantId;
    readonly projectId?: ProjectId;
    readonly limit?: number;
  }): Promise<readonly Operation[]> {
    const { tenantId, projectId, limit } = request;
    const own = this.#operations().filter(
      (one) => one.tenantId === tenantId && (projectId === undefined || one.projectId === projectId),
    );
    return structuredClone(newestFirst(own, limit));
  }

  async loadRun(request: { readonly operationId: OperationId }): Promise<OperationRun | undefined> {
    const entry = this.#entries.get(request.operationId);
    if (entry === undefined) return undefined;
    return structuredClone({ operation: entry.operation, steps: [...entry.steps.values()] });
  }

  async listOpenOperations(): Promise<readonly OperationId[]> {
    const open = this.#operations().filter(({ status }) => !isOperationEnd(status));
    return newestFirst(open)
      .reverse()
      .map(({ id }) => id);
  }

  async commitTransition(
    transition: OperationTransition,
  ): Promise<{ readonly version: number; readonly lastSeq: number }> {
    const { operationId, ifVersion, steps, events } = structuredClone(transition);
    const entry = this.#entries.get(operationId);
    if (entry === undefined) throw notFound('operation', operationId);
    if (entry.operation.version !== ifVersion) throw versionConflict(operationId, ifVersion);
    const changes = Object.entries(transition.operation ?? {}).filter(([, value]) => value !== undefined);
    const version = ifVersion + 1;
    entry.operation = { ...entry.operation, ...Object.fromEntries(changes), version };
    for (const step of steps) entry.steps.set(step.key, step);
    return { version, lastSeq: append(entry, events) };
  }

  async appendStepEvents(request: {
    readonly fence: StepFence;
    readonly events: readonly NewOperationEvent[];
  }): Promise<{ readonly lastSeq: number }> {
    const { entry } = this.#fenced(request.fence);
    return { lastSeq: append(entry, request.events) };
  }

  async beat(request: {
    readonly fence: StepFence;
    readonly leaseUntil: string;
    readonly progress?: number;
    readonly checkpoint?: JsonValue;
  }): Promise<{ readonly cancelRequested: boolean }> {
    const { entry, step } = this.#fenced(request.fence);
    const { leaseUntil, progress = step.progress, checkpoint = step.checkpoint } = request;
    entry.steps.set(step.key, {
      ...step,
      leaseUntil,
      progress,
      checkpoint: structuredClone(checkpoint),
    });
    return { cancelRequested: entry.operation.cancelRequestedAt !== null };
  }

  async requestCancel(request: { readonly operationId: OperationId; readonly at: string }): Promise<boolean> {
    const entry = this.#entries.get(request.operationId);
    if (entry === undefined || isOperationEnd(entry.operation.status)) return false;
    // The first request counts; asking again changes nothing.
    const cancelRequestedAt = entry.operation.cancelRequestedAt ?? request.at;
    entry.operation = { ...entry.operation, cancelRequestedAt };
    return true;
  }

  async listEvents(request: {
    readonly operationId: OperationId;
    readonly after: number;
    readonly limit?: number;
  }): Promise<readonly OperationEvent[]> {
    const { operationId, after, limit = DEFAULT_LIMIT } = request;
    const from = Math.max(after, 0);
    return structuredClone(this.#entries.get(operationId)?.events.slice(from, from + limit) ?? []);
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

  #fenced(fence: StepFence): { readonly entry: Entry; readonly step: StepState } {
    const entry = this.#entries.get(fence.operationId);
    const step = entry?.steps.get(fence.step);
    if (entry === undefined || step?.status !== 'running' || step.epoch !== fence.epoch) {
      throw fenced(fence.step, fence.epoch);
    }
    return { entry, step };
  }
}
