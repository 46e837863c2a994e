import {
  isOperationEnd,
  type OperationId,
  type OperationRun,
  type OperationTransition,
  OrchardError,
  planKeyOf,
} from '@orchard-studio/core';
import type { Finished } from '../board/advance.ts';
import { Board } from '../board/board.ts';
import { kindOf } from '../board/node.ts';
import { type ApprovalQuestion, approversOf, questionOf } from '../board/waits.ts';

export interface Decision {
  readonly operationId: OperationId;
  /** The step that waits: an approval. */
  readonly step: string;
  readonly decision: 'approved' | 'rejected';
  /** Who decides; kept in the log. */
  readonly by: string;
  /** Why. */
  readonly comment?: string;
}

/**
 * What people are asked to decide now, by the id of the step that asks. A question that cannot be told any more is its
 * step's name.
 */
export function questionsOf(run: OperationRun): ReadonlyMap<string, ApprovalQuestion> {
  const asking = new Set(
    run.operation.plan.steps.filter(({ uses }) => uses === 'approval').map(({ key }) => key),
  );
  const waiting = run.steps.filter(({ key, status }) => status === 'waiting' && asking.has(planKeyOf(key)));
  if (waiting.length === 0 || isOperationEnd(run.operation.status)) return new Map();
  const board = new Board(run);
  return new Map(
    waiting.flatMap(({ key }): [string, ApprovalQuestion][] => {
      const node = board.node(key);
      return node === undefined || kindOf(node) !== 'approval'
        ? []
        : [[key, questionOf(node, board.scope(node))]];
    }),
  );
}

const MAX_COMMENT = 2_000;

/**
 * The transition that records what a person decided on a waiting step.
 *
 * @throws STEP_NOT_WAITING when nobody waits for that decision (any more); FORBIDDEN when the tree names others
 */
export function decide(run: OperationRun, request: Decision, nowMs: number): OperationTransition {
  const board = new Board(run);
  const node = board.node(request.step);
  const waits = node?.state.status === 'waiting' && kindOf(node) === 'approval';
  if (node === undefined || !waits || isOperationEnd(run.operation.status))
    throw new OrchardError(
      'STEP_NOT_WAITING',
      `Step "${request.step}" does not wait for a decision${node === undefined ? '' : `: it is ${node.state.status}`}.`,
    );
  const approvers = approversOf(node, board.scope(node));
  if (approvers.length > 0 && !approvers.includes(request.by))
    throw new OrchardError('FORBIDDEN', `Only ${approvers.join(', ')} may decide on "${request.step}".`);
  const { transition } = board.advance({
    nowMs,
    worker: '',
    leaseMs: 0,
    freeSlots: 0,
    newSlots: 0,
    pools: new Set(),
    finished: [finishedBy(request, node.state.epoch, nowMs)],
    maxTakeovers: 0,
    exclusive: false,
    isAbandoned: () => false,
  });
  if (transition === undefined) throw new OrchardError('INTERNAL', 'A decision changed nothing.');
  return transition;
}

function finishedBy(request: Decision, epoch: number, nowMs: number): Finished {
  const { step, decision, by } = request;
  const comment = (request.comment ?? '').slice(0, MAX_COMMENT);
  const rejected = comment === '' ? `Rejected by ${by}.` : `Rejected by ${by}: ${comment}`;
  return {
    step,
    epoch,
    outcome:
      decision === 'approved'
        ? { status: 'succeeded', outputs: { decision, by, comment } }
        : { status: 'failed', error: { code: 'REJECTED', message: rejected }, retryable: false },
    events: [
      {
        type: 'approval',
        timestamp: new Date(nowMs).toISOString(),
        step,
        status: decision === 'approved' ? 'complete' : 'failed',
        message: decision === 'approved' ? `Approved by ${by}.` : rejected,
        data: { decision, by, comment },
      },
    ],
  };
}
