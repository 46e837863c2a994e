import { type OperationTransition, OrchardError } from '@orchard-studio/core';

/**
 * For how long a transition claims steps; 0 when it claims none.
 *
 * @throws INVALID_INPUT when it claims steps and does not say for how long.
 */
export function leaseOf({ steps, leaseMs }: OperationTransition): number {
  if (leaseMs === undefined && steps.some(({ status }) => status === 'running')) {
    throw new OrchardError(
      'INVALID_INPUT',
      'A transition that claims a step must say for how long: leaseMs is missing.',
    );
  }
  return leaseMs ?? 0;
}
