import type { OperationStatus, OperationView } from '@orchard-studio/core';
import { OPERATION_LOOKS } from './step-status';

/** Tells screen readers what changed: the status, a failure. Each step would be too much. */
export function OperationNews({
  view,
  status,
}: {
  readonly view: OperationView;
  readonly status: OperationStatus;
}) {
  const failed = view.steps.filter((step) => step.status === 'failed').map(({ name }) => name);
  return (
    <p role="status" className="sr-only">
      {view.tree}: {OPERATION_LOOKS[status].word}.
      {failed.length === 0 ? '' : ` Failed: ${failed.join(', ')}.`}
    </p>
  );
}
