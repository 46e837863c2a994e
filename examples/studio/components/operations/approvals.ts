import type { OperationList } from '@orchard-studio/client/react';
import type { OperationView, StepView } from '@orchard-studio/core';

/** A step that waits for a person. */
export interface WaitingApproval {
  readonly operationId: string;
  readonly tree: string;
  readonly step: string;
  /** What the tree asks. */
  readonly question: string;
}

/** What waits for a person in a project, newest operation first. */
export const waitingIn = (operations: OperationList['data']): readonly WaitingApproval[] =>
  (operations ?? []).flatMap(({ id, tree, asks }) =>
    asks.map(({ step, message }) => ({ operationId: id, tree, step, question: message })),
  );

/** The approvals of an operation that a person can decide now. */
export const approvalsOf = ({ steps }: OperationView): readonly StepView[] =>
  steps.filter(
    ({ key, uses, status }) =>
      uses === 'approval' &&
      status === 'waiting' &&
      // The step of a matrix waits for its combinations, not for a person.
      !steps.some((other) => other.key.startsWith(`${key}.`)),
  );
