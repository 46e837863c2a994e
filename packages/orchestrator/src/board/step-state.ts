import type { StepError, StepState } from '@orchard-studio/core';

export interface Claim {
  readonly worker: string;
  readonly at: string;
}

/** The step taken by a worker. A takeover after a crash keeps the attempt: the step itself did not fail. */
export function claimed(state: StepState, claim: Claim): StepState {
  const takeover = state.status === 'running';
  return {
    ...state,
    status: 'running',
    attempt: takeover ? state.attempt : state.attempt + 1,
    epoch: state.epoch + 1,
    takeovers: takeover ? state.takeovers + 1 : 0,
    worker: claim.worker,
    // The store sets it: leases are measured by its clock.
    leaseUntil: null,
    notBefore: null,
    error: null,
    progress: 0,
    startedAt: state.startedAt ?? claim.at,
  };
}

/** A step that waits for a time, a person or a sub-tree. No worker holds it. */
export function waiting(
  state: StepState,
  wait: { readonly at: string; readonly until: string | null },
): StepState {
  return {
    ...state,
    status: 'waiting',
    attempt: state.attempt + 1,
    epoch: state.epoch + 1,
    notBefore: wait.until,
    error: null,
    startedAt: state.startedAt ?? wait.at,
  };
}

const released = { worker: null, leaseUntil: null, notBefore: null } as const;

export function succeeded(
  state: StepState,
  outputs: NonNullable<StepState['outputs']>,
  at: string,
): StepState {
  return {
    ...state,
    ...released,
    status: 'succeeded',
    outputs,
    error: null,
    checkpoint: null,
    progress: 1,
    finishedAt: at,
  };
}

export function failed(state: StepState, error: StepError, at: string): StepState {
  return { ...state, ...released, status: 'failed', error, finishedAt: at };
}

export function retrying(state: StepState, error: StepError, notBefore: string): StepState {
  return { ...state, ...released, status: 'retrying', error, notBefore };
}

export function skipped(state: StepState, because: string, at: string): StepState {
  return { ...state, ...released, status: 'skipped', skippedBecause: because, finishedAt: at };
}

export function cancelled(state: StepState, at: string): StepState {
  return { ...state, ...released, status: 'cancelled', finishedAt: at };
}

/** A step made ready to run again by a person's `resume`. The epoch stays, so old writers remain fenced. */
export function reopened(state: StepState): StepState {
  return {
    ...state,
    ...released,
    status: 'pending',
    attempt: 0,
    takeovers: 0,
    error: null,
    progress: 0,
    skippedBecause: null,
    startedAt: null,
    finishedAt: null,
  };
}
