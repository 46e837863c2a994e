'use client';

import type { OperationHandle } from '@orchard-studio/client/react';
import {
  isOperationEnd,
  type OperationStatus,
  type OperationView,
  type OrchardError,
} from '@orchard-studio/core';
import { useCallback, useEffect, useRef, useState } from 'react';
import { StepGraph } from '@/components/graph/step-graph';
import { LogPanel } from '@/components/logs/log-panel';
import { Failure } from '@/components/shell/failure';
import { PlaceLink, usePlace } from '@/components/shell/place';
import { buttonStyle } from '@/components/ui/button';
import { Skeleton } from '@/components/ui/skeleton';
import { cn } from '@/lib/cn';
import { useTitle } from '@/lib/use-title';
import { ApprovalCard, type ApprovalCardProps } from './approval-card';
import { approvalsOf } from './approvals';
import { OperationHeader } from './operation-header';
import { OperationNews } from './operation-news';
import { RerunDialog } from './rerun-dialog';
import { shortId } from './short-id';
import { StepDetail } from './step-detail';
import { Outputs } from './step-outputs';
import { OPERATION_LOOKS } from './step-status';
import { useActions } from './use-actions';
import { useNow } from './use-now';
import { useRun } from './use-run';

export interface OperationPageProps {
  readonly operationId: string;
  /** The step whose details are shown. */
  readonly step: string | undefined;
}

/** One operation: its steps as a picture, each in detail, and what can be done. */
export function OperationPage({ operationId, step }: OperationPageProps) {
  const { operation, view, status } = useRun(operationId);
  useTitle(
    view === undefined || status === undefined ? undefined : `${view.tree}: ${OPERATION_LOOKS[status].word}`,
  );
  if (view === undefined || status === undefined)
    return operation.error === undefined ? (
      <Loading />
    ) : (
      <Missing error={operation.error} onRetry={operation.reload} />
    );
  return <Shown operation={operation} view={view} status={status} stepKey={step} />;
}

interface ShownProps {
  readonly operation: OperationHandle;
  readonly view: OperationView;
  readonly status: OperationStatus;
  readonly stepKey: string | undefined;
}

function Shown({ operation, view, status, stepKey }: ShownProps) {
  // The step a rerun is asked for; null for the whole operation.
  const [rerunFrom, setRerunFrom] = useState<string | null>();
  const isOpen = !isOperationEnd(status);
  const now = useNow(isOpen);
  const actions = useActions(operation);
  const { heading, openStep, closeStep } = useStepFocus(view.id);
  const step = view.steps.find(({ key }) => key === stepKey);
  const lines = { logs: operation.logs, dropped: operation.droppedLogs };
  return (
    <div className="mx-auto grid w-full max-w-[90rem] grid-cols-[minmax(0,1fr)] gap-4 px-4 py-5">
      <OperationHeader
        view={view}
        status={status}
        connection={operation.connection}
        now={now}
        actions={actions}
        onRerun={() => setRerunFrom(null)}
      />
      <OperationNews view={view} status={status} />
      {operation.error === undefined ? null : <Failure error={operation.error} onRetry={operation.reload} />}
      <Approvals view={view} now={now} onDecide={actions.decide} />
      <StepGraph steps={view.steps} selected={stepKey} now={now} onOpen={openStep} />
      {step === undefined ? (
        <WholeLog view={view} isOver={!isOpen} {...lines} />
      ) : (
        <StepDetail
          view={view}
          status={status}
          step={step}
          now={now}
          heading={heading}
          onOpen={openStep}
          onClose={closeStep}
          onRerun={setRerunFrom}
          {...lines}
        />
      )}
      <RerunDialog
        view={view}
        from={rerunFrom ?? undefined}
        open={rerunFrom !== undefined}
        onClose={() => setRerunFrom(undefined)}
        onRerun={(request) => void actions.rerun(request)}
      />
    </div>
  );
}

/** Opens and closes the details of a step, and moves the focus with them. */
function useStepFocus(operation: string) {
  const { go } = usePlace();
  const heading = useRef<HTMLHeadingElement>(null);
  const openStep = useCallback(
    (step: string): void => {
      go({ view: 'operation', operation, step }, 'replace');
      // The details are drawn by then.
      requestAnimationFrame(() => {
        heading.current?.focus({ preventScroll: true });
        heading.current?.closest('section')?.scrollIntoView({ block: 'nearest' });
      });
    },
    [go, operation],
  );
  const closeStep = (): void => {
    go({ view: 'operation', operation }, 'replace');
    document.querySelector<HTMLElement>('[data-target][tabindex="0"]')?.focus();
  };
  return { heading, openStep, closeStep };
}

type ApprovalsProps = Pick<ApprovalCardProps, 'view' | 'now' | 'onDecide'>;

/** What waits for a decision. One that was made leads on to the next, or back to the operation. */
function Approvals({ view, now, onDecide }: ApprovalsProps) {
  const asking = approvalsOf(view);
  const decided = useRef(false);
  const left = asking.length;
  // The focus goes with the card that had it.
  useEffect(() => {
    const next = left > 0 ? '[data-approval]' : '[data-title]';
    if (decided.current && document.activeElement === document.body)
      document.querySelector<HTMLElement>(next)?.focus();
    decided.current = false;
  }, [left]);
  const decide: ApprovalCardProps['onDecide'] = (step, request) => {
    decided.current = true;
    return onDecide(step, request);
  };
  if (left === 0) return null;
  return (
    <div className={cn('grid gap-4', left > 1 && 'lg:grid-cols-2')}>
      {asking.map((each) => (
        <ApprovalCard key={each.step.key} view={view} {...each} now={now} onDecide={decide} />
      ))}
    </div>
  );
}

interface WholeLogProps {
  readonly view: OperationView;
  readonly logs: OperationHandle['logs'];
  readonly dropped: number;
  readonly isOver: boolean;
}

/** What all steps said, and what the operation put out, while no step is looked at. */
function WholeLog({ view, logs, dropped, isOver }: WholeLogProps) {
  return (
    <>
      <Outputs title="Outputs of the operation" outputs={view.outputs} />
      <LogPanel
        title="Log of all steps"
        lines={logs}
        dropped={dropped}
        showsStep
        file={`${view.tree}-${shortId(view.id)}.log`}
        isOver={isOver}
      />
    </>
  );
}

function Loading() {
  return (
    <div
      role="status"
      aria-label="Loading the operation"
      className="mx-auto grid w-full max-w-[90rem] gap-4 px-4 py-5"
    >
      <Skeleton className="h-8 w-64" />
      <Skeleton className="h-64" />
      <Skeleton className="h-40" />
    </div>
  );
}

interface MissingProps {
  readonly error: OrchardError;
  readonly onRetry: () => void;
}

function Missing({ error, onRetry }: MissingProps) {
  const isGone = error.code === 'NOT_FOUND' || error.code === 'INVALID_INPUT';
  if (!isGone) return <Failure error={error} onRetry={onRetry} className="m-4" />;
  return (
    <div className="grid justify-items-center gap-3 px-6 py-16 text-center">
      <h2 className="text-xl font-semibold">There is no such operation</h2>
      <p className="text-muted">The address may be wrong, or of another project.</p>
      <PlaceLink to={{ view: 'operations' }} className={buttonStyle()}>
        All operations
      </PlaceLink>
    </div>
  );
}
