import {
  artifactsNamedBy,
  type CommittedTransition,
  type OperationId,
  type OperationTransition,
} from '@orchard-studio/core';
import { notFound, versionConflict } from '@orchard-studio/core/memory';
import { leaseOf } from '../../ledger/claims.ts';
import { encodeChanges, encodeEvent, encodeStep, LEASE, OUTPUTS, textOf } from './encode.ts';
import { insertEvents, type LedgerWrite, putSteps, useBlobs } from './writes.ts';

/** Whether a lease is not over that must be. */
function isHeld(
  { statements, now }: LedgerWrite,
  operationId: OperationId,
  keys: readonly string[],
): boolean {
  return keys.some((key) => {
    const until = statements.get('lease').get(operationId, key)?.lease_until;
    return typeof until === 'string' && Date.parse(until) > now;
  });
}

/** Takes a transition down and gives the work that commits it. */
export function commitTransition(
  transition: OperationTransition,
): (write: LedgerWrite) => CommittedTransition {
  const { operationId, ifVersion, steps } = transition;
  const leaseMs = leaseOf(transition);
  const expired = [...(transition.expired ?? [])];
  const { columns, values } = encodeChanges(transition);
  const rows = steps.map((step) => encodeStep(operationId, step));
  const claims = rows.filter((_, at) => steps[at]?.status === 'running');
  const events = transition.events.map(encodeEvent);
  const blobs = artifactsNamedBy([...rows.map((row) => textOf(row[OUTPUTS])), ...values.map(textOf)]);
  return (write) => {
    const { statements, now } = write;
    if (expired.length > 0 && isHeld(write, operationId, expired))
      throw versionConflict(operationId, ifVersion);
    const moved = statements.moveOperation(columns).get(operationId, ifVersion, events.length, ...values);
    if (moved === undefined) {
      const known = statements.get('pulse').get(operationId) !== undefined;
      throw known ? versionConflict(operationId, ifVersion) : notFound('operation', operationId);
    }
    const lastSeq = Number(moved.last_seq);
    if (claims.length > 0) {
      const leaseUntil = new Date(now + leaseMs).toISOString();
      for (const row of claims) row[LEASE] = leaseUntil;
    }
    putSteps(write, rows);
    insertEvents(write, { operationId, lastSeq }, events);
    useBlobs(write, operationId, blobs);
    return { version: ifVersion + 1, lastSeq, committedAt: now };
  };
}
