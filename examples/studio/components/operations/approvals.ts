import type { OperationList } from '@orchard-studio/client/react';
import type { OperationView, StepView } from '@orchard-studio/core';

/** A step that waits for a person. */
export interface WaitingApproval {
  readonly operationId: string;
  readonly tree: string;
  readonly step: string;
  /** What the tree asks. */
  readonly question: string;
  /** Who alone may decide; empty when anybody may. */
  readonly approvers: readonly string[];
}

/** What waits for a person in a project, newest operation first. */
export const waitingIn = (operations: OperationList['data']): readonly WaitingApproval[] =>
  (operations ?? []).flatMap(({ id, tree, asks }) =>
    asks.map(({ step, message, approvers }) => ({
      operationId: id,
      tree,
      step,
      question: message,
      approvers,
    })),
  );

/** A step with what it asks of a person. */
export interface AskingStep {
  readonly step: StepView;
  readonly question: NonNullable<StepView['question']>;
}

/** The approvals of an operation that wait for a decision, each combination of a matrix for its own. */
export const approvalsOf = ({ steps }: OperationView): readonly AskingStep[] =>
  steps.flatMap((step) => (step.question === null ? [] : [{ step, question: step.question }]));
