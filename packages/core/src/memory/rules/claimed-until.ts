import { OrchardError } from '../../errors/orchard-error.ts';
import type { StepState } from '../../operation/operation.ts';

const LEASE_MISSING = 'A transition that claims a step must say for how long: leaseMs is missing.';

/** A claim's lease is measured by the store's clock. @throws INVALID_INPUT when a claim has no length */
export function claimedUntil(step: StepState, now: number, leaseMs: number | undefined): StepState {
  if (step.status !== 'running') return step;
  if (leaseMs === undefined) throw new OrchardError('INVALID_INPUT', LEASE_MISSING);
  return { ...step, leaseUntil: new Date(now + leaseMs).toISOString() };
}
