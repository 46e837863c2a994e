import {
  type EventStatus,
  type ExecutorOutcome,
  isOperationEnd,
  isStepEnd,
  type NewOperationEvent,
  type OperationRun,
  type OperationStatus,
  type OperationTransition,
  type PlanStep,
  type StepState,
} from '@orchard-studio/core';
import { phaseEvents } from './phase-events.ts';
import { cancelled, claimed, failed, retrying, skipped, succeeded } from './step-state.ts';

/** What happened to an attempt. `interrupted`: it stopped because of a cancel. */
export type AttemptResult = ExecutorOutcome | { readonly status: 'interrupted' };

export interface Finished {
  readonly step: string;
  readonly epoch: number;
  readonly result: AttemptResult;
}

export interface SettleContext {
  readonly now: Date;
  readonly worker: string;
  readonly leaseMs: number;
  /** Attempts this process can start now. */
  readonly freeSlots: number;
  /** Attempts of this process that have ended since the last transition. */
  readonly finished: readonly Finished[];
  /** A step that lost its worker more often than this is not tried again: it may be what takes workers down. */
  readonly maxTakeovers: number;
  /** True for a running step whose worker is known to be gone. */
  readonly isAbandoned: (step: StepState) => boolean;
}

export interface Settled {
  /** Undefined when nothing changes. */
  readonly transition: OperationTransition | undefined;
  /** The run after the transition (its version and lastSeq are set by the commit). */
  readonly run: OperationRun;
  /** Steps claimed for this process. */
  readonly claimed: readonly StepState[];
  /** When to look again without being woken, or undefined. */
  readonly nextAt: Date | undefined;
}

const MAX_BACKOFF_MS = 3_600_000;

/** One pass over an operation's state. Small methods over one draft, since every rule needs the same few values. */
class Draft {
  readonly states: Map<string, StepState>;
  readonly events: NewOperationEvent[] = [];
  readonly changed = new Set<string>();
  readonly claims: StepState[] = [];
  readonly at: string;
  readonly run: OperationRun;
  readonly context: SettleContext;
  url: string | undefined;

  constructor(run: OperationRun, context: SettleContext) {
    this.run = run;
    this.context = context;
    this.states = new Map(run.steps.map((step) => [step.key, step]));
    this.at = context.now.toISOString();
  }

  get plan(): readonly PlanStep[] {
    return this.run.operation.plan.steps;
  }

  get cancelling(): boolean {
    return this.run.operation.cancelRequestedAt !== null;
  }

  set(state: StepState, status: EventStatus, extra: Partial<NewOperationEvent> = {}): void {
    this.states.set(state.key, state);
    this.changed.add(state.key);
    const phase = this.plan.find((step) => step.key === state.key)?.phase;
    this.events.push({
      type: 'step',
      timestamp: this.at,
      step: state.key,
      status,
      attempt: state.attempt,
      epoch: state.epoch,
      ...(phase === undefined ? {} : { phase }),
      ...extra,
    });
  }

  fail(step: PlanStep, state: StepState, outcome: Extract<ExecutorOutcome, { status: 'failed' }>): void {
    const { code, message } = outcome.error;
    const mayRetry = outcome.retryable && state.attempt <= step.retry.max && !this.cancelling;
    if (mayRetry) {
      const waitMs = Math.min(step.retry.backoffMs * 2 ** (state.attempt - 1), MAX_BACKOFF_MS);
      const notBefore = new Date(this.context.now.getTime() + waitMs).toISOString();
      this.set(retrying(state, outcome.error, notBefore), 'retrying', {
        message,
        data: { code, retryInMs: waitMs },
      });
      return;
    }
    this.set(failed(state, outcome.error, this.at), 'failed', { message, data: { code } });
    this.events.push({
      type: 'error',
      timestamp: this.at,
      step: step.key,
      phase: step.phase,
      message,
      data: { code },
    });
  }

  finish(finished: Finished): void {
    const state = this.states.get(finished.step);
    const step = this.plan.find(({ key }) => key === finished.step);
    // A late result of an attempt that was taken over: the newer attempt decides.
    if (step === undefined || state?.status !== 'running' || state.epoch !== finished.epoch) return;
    const { result } = finished;
    if (result.status === 'interrupted') {
      this.set(cancelled(state, this.at), 'cancelled');
    } else if (result.status === 'failed') {
      this.fail(step, state, result);
    } else {
      this.set(succeeded(state, result.outputs, this.at), 'complete', { progress: 1 });
      this.url = result.url ?? this.url;
    }
  }

  /** Steps come in an order in which needs precede, so one pass carries a failure to the last dependant. */
  skipUnreachable(): void {
    for (const step of this.plan) {
      const state = this.states.get(step.key);
      if (state === undefined || isStepEnd(state.status) || state.status === 'running') continue;
      if (this.cancelling) {
        this.set(cancelled(state, this.at), 'cancelled');
        continue;
      }
      const broken = step.needs.find((need) => {
        const status = this.states.get(need)?.status;
        return status === 'failed' || status === 'skipped' || status === 'cancelled';
      });
      if (broken === undefined) continue;
      const because = `"${broken}" ${this.states.get(broken)?.status ?? 'did not run'}`;
      this.set(skipped(state, because, this.at), 'skipped', { message: `Skipped because ${because}.` });
    }
  }

  isClaimable(step: PlanStep, state: StepState): boolean {
    if (state.status === 'running') return this.context.isAbandoned(state);
    if (state.status === 'retrying') return (state.notBefore ?? '') <= this.at;
    const waits = state.status === 'pending' || state.status === 'ready';
    return waits && step.needs.every((need) => this.states.get(need)?.status === 'succeeded');
  }

  claim(step: PlanStep, state: StepState): void {
    const takeover = state.status === 'running';
    if (takeover && state.epoch - state.attempt >= this.context.maxTakeovers) {
      const message = `The worker died ${this.context.maxTakeovers} times while this step ran; it is not tried again.`;
      this.fail(step, state, {
        status: 'failed',
        error: { code: 'STEP_FAILED', message },
        retryable: false,
      });
      return;
    }
    const leaseUntil = new Date(this.context.now.getTime() + this.context.leaseMs).toISOString();
    const next = claimed(state, { worker: this.context.worker, leaseUntil, at: this.at });
    const message = takeover ? 'Taken over after its worker stopped.' : step.name;
    this.set(next, 'in_progress', {
      message,
      progress: 0,
      ...(takeover ? { data: { takeover: true } } : {}),
    });
    this.claims.push(next);
  }

  claimReady(): void {
    let running = [...this.states.values()].filter(
      (state) => state.status === 'running' && !this.context.isAbandoned(state),
    ).length;
    for (const step of this.plan) {
      const state = this.states.get(step.key);
      if (state === undefined || !this.isClaimable(step, state)) continue;
      // Nobody is left to end an abandoned step of a cancelled operation.
      if (this.cancelling) {
        this.set(cancelled(state, this.at), 'cancelled');
        continue;
      }
      if (running >= this.run.operation.plan.maxParallel || this.claims.length >= this.context.freeSlots)
        return;
      this.claim(step, state);
      running += 1;
    }
  }

  /** The status the operation has with the steps as they stand now. */
  operationStatus(): OperationStatus {
    const states = [...this.states.values()];
    const ended = states.every((state) => isStepEnd(state.status));
    if (ended) {
      if (states.some((state) => state.status === 'failed')) return 'failed';
      return states.some((state) => state.status === 'cancelled') ? 'cancelled' : 'succeeded';
    }
    if (this.cancelling) return 'cancelling';
    if (states.some((state) => state.status === 'running')) return 'running';
    return this.run.operation.startedAt === null && this.claims.length === 0 ? 'queued' : 'waiting';
  }
}

const END_EVENT = { succeeded: 'complete', failed: 'failed', cancelled: 'cancelled' } as const;

function endEvents(draft: Draft, status: 'succeeded' | 'failed' | 'cancelled'): readonly NewOperationEvent[] {
  const failure = [...draft.states.values()].find((state) => state.status === 'failed');
  const message = failure?.error?.message;
  const events: NewOperationEvent[] = [];
  if (status === 'failed' && message !== undefined)
    events.push({ type: 'error', timestamp: draft.at, message });
  events.push({
    type: 'complete',
    timestamp: draft.at,
    status: END_EVENT[status],
    ...(status === 'succeeded' ? { progress: 1 } : {}),
    ...(draft.url === undefined ? {} : { url: draft.url }),
  });
  return events;
}

function nextLook(draft: Draft): Date | undefined {
  const times = [...draft.states.values()].flatMap((state) => {
    if (state.status === 'retrying' && state.notBefore !== null) return [state.notBefore];
    const foreign = state.status === 'running' && state.worker !== draft.context.worker;
    return foreign && state.leaseUntil !== null ? [state.leaseUntil] : [];
  });
  const [first] = times.sort();
  return first === undefined ? undefined : new Date(first);
}

/**
 * Decides the next transition of an operation: results of ended attempts, cancel, skips, retries, takeovers and new
 * claims, fused into one commit. Pure: the same run and context give the same answer.
 */
export function settle(run: OperationRun, context: SettleContext): Settled {
  const { operation } = run;
  if (isOperationEnd(operation.status)) return { transition: undefined, run, claimed: [], nextAt: undefined };
  const draft = new Draft(run, context);
  for (const finished of context.finished) draft.finish(finished);
  draft.skipUnreachable();
  draft.claimReady();
  // A claim may have been refused for good (too many takeovers); its dependants are skipped in the same commit.
  draft.skipUnreachable();

  const steps = run.steps.map((step) => draft.states.get(step.key) ?? step);
  const status = draft.operationStatus();
  const started = operation.startedAt ?? (draft.claims.length > 0 ? draft.at : null);
  const ended = status === 'succeeded' || status === 'failed' || status === 'cancelled';
  if (draft.changed.size === 0 && status === operation.status) {
    return { transition: undefined, run, claimed: [], nextAt: nextLook(draft) };
  }
  const events = [
    ...(status === 'cancelling' && operation.status !== 'cancelling'
      ? [{ type: 'cancel', timestamp: draft.at, status: 'in_progress', message: 'Cancelling.' } as const]
      : []),
    ...draft.events,
    ...phaseEvents({ plan: operation.plan.steps, before: run.steps, after: steps, at: draft.at }),
    ...(ended ? endEvents(draft, status) : []),
  ];
  const patch = { status, startedAt: started, ...(ended ? { finishedAt: draft.at } : {}) };
  return {
    transition: {
      operationId: operation.id,
      ifVersion: operation.version,
      operation: patch,
      steps: steps.filter((step) => draft.changed.has(step.key)),
      events,
    },
    run: { operation: { ...operation, ...patch }, steps },
    claimed: draft.claims.filter((claim) => draft.states.get(claim.key) === claim),
    nextAt: nextLook(draft),
  };
}
