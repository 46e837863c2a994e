import {
  type EventStatus,
  type ExecutorOutcome,
  isStepEnd,
  type NewOperationEvent,
  type OperationRun,
  type OperationStatus,
  type PlanStep,
  type StepState,
} from '@orchard-studio/core';
import type { Finished, SettleContext } from './settle-context.ts';
import { cancelled, claimed, failed, retrying, skipped, succeeded } from './step-state.ts';

const MAX_BACKOFF_MS = 3_600_000;

/** One pass over an operation's state. Small methods over one draft, since every rule needs the same few values. */
export class Draft {
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
