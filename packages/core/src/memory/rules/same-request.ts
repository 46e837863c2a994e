import { OrchardError } from '../../errors/orchard-error.ts';
import { canonicalJson } from '../../json.ts';
import type { Operation } from '../../operation/operation.ts';

type Request = Pick<Operation, 'id' | 'planHash' | 'inputs'>;

/**
 * Checks that a reused idempotency key asks for the same work: same plan hash, same inputs (whatever the order of
 * their keys). Every store uses this one rule.
 *
 * @throws IDEMPOTENCY_KEY_REUSED when it does not.
 */
export function requireSameRequest(earlier: Request, request: Request): void {
  if (
    earlier.planHash === request.planHash &&
    canonicalJson(earlier.inputs) === canonicalJson(request.inputs)
  ) {
    return;
  }
  throw new OrchardError(
    'IDEMPOTENCY_KEY_REUSED',
    `The idempotency key was used before for operation "${earlier.id}" with another plan or other inputs; use a new key.`,
    { details: { operationId: earlier.id } },
  );
}
