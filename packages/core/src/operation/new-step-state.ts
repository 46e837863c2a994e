import type { JsonObject } from '../json.ts';
import type { StepState } from './operation.ts';

/** The state of a step, or of a member of its matrix, before anything happened. */
export function newStepState(step: { readonly key: string; readonly matrix?: JsonObject | null }): StepState {
  return {
    key: step.key,
    matrix: step.matrix ?? null,
    status: 'pending',
    attempt: 0,
    epoch: 0,
    takeovers: 0,
    worker: null,
    leaseUntil: null,
    notBefore: null,
    outputs: null,
    error: null,
    checkpoint: null,
    progress: 0,
    skippedBecause: null,
    startedAt: null,
    finishedAt: null,
  };
}
