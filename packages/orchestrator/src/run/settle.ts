import {
  isOperationEnd,
  type NewOperationEvent,
  type OperationRun,
  type OperationTransition,
  type StepState,
} from '@orchard-studio/core';
import { Draft } from './draft.ts';
import { phaseEvents } from './phase-events.ts';
import type { SettleContext } from './settle-context.ts';

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
