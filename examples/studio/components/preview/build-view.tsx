'use client';

import type { OperationHandle } from '@orchard-studio/client/react';
import { isOperationEnd, type OperationSummary, type OperationView, PHASES } from '@orchard-studio/core';
import { ArrowRight, Hammer, RotateCcw, Square } from 'lucide-react';
import { Failure } from '@/components/shell/failure';
import { PlaceLink } from '@/components/shell/place';
import { Alert } from '@/components/ui/alert';
import { Badge } from '@/components/ui/badge';
import { Button } from '@/components/ui/button';
import { Select } from '@/components/ui/input';
import { Progress } from '@/components/ui/progress';
import { ago, duration } from '@/lib/time';
import { PhaseRow } from './phase-row';
import { OPERATION_WORDS } from './status-words';

export interface BuildViewProps {
  readonly operation: OperationHandle;
  readonly operations: readonly OperationSummary[];
  readonly onChooseOperation: (id: string) => void;
}

/** One build: its five phases as they happen, and what can be done about it. */
export function BuildView({ operation, operations, onChooseOperation }: BuildViewProps) {
  const { view, status, progress, error, reload } = operation;
  if (view === undefined || status === undefined) {
    if (error !== undefined) return <Failure error={error} onRetry={reload} className="m-4" />;
    return <NoBuild isLoading={operation.operationId !== undefined} />;
  }
  const { word, tone } = OPERATION_WORDS[status];
  const { startedAt, finishedAt } = view;
  return (
    <div className="grid gap-4 p-4">
      <div className="flex flex-wrap items-center gap-2">
        <Badge tone={tone}>{word}</Badge>
        {startedAt !== null && finishedAt !== null && isOperationEnd(status) ? (
          <span className="text-sm text-muted">
            in {duration(Date.parse(finishedAt) - Date.parse(startedAt))}
          </span>
        ) : null}
        {operation.connection === 'stale' ? <Badge tone="amber">Reconnecting…</Badge> : null}
        <Actions operation={operation} />
      </div>
      <div className="grid gap-1.5">
        <Progress
          label="Progress of the build"
          value={progress.progress}
          tone={status === 'failed' ? 'apple' : status === 'cancelled' ? 'amber' : 'leaf'}
        />
        <p className="flex justify-between gap-3 text-sm text-muted">
          <span dir="auto" className="min-w-0 truncate">
            {messageOf(operation)}
          </span>
          <span className="tabular-nums">{Math.round(progress.progress * 100)} %</span>
        </p>
      </div>
      {error === undefined ? null : <Failure error={error} onRetry={reload} />}
      {status === 'failed' ? <Failed operation={operation} /> : null}
      <Remarks view={view} />
      <ol aria-label="Phases" className="grid">
        {PHASES.map((phase) => (
          <PhaseRow
            key={phase}
            phase={phase}
            status={progress.phases[phase]}
            steps={progress.steps.filter((step) => step.phase === phase)}
          />
        ))}
      </ol>
      <PlaceLink
        to={{ view: 'operation', operation: view.id }}
        className="inline-flex min-h-6 items-center gap-1.5 justify-self-start text-sm font-medium text-leaf underline-offset-2 hover:underline"
      >
        All steps and their logs
        <ArrowRight aria-hidden className="size-4" />
      </PlaceLink>
      <History operations={operations} shown={view.id} onChoose={onChooseOperation} />
    </div>
  );
}

/** What it is at: the last words of the step that runs. */
function messageOf({ progress, status }: OperationHandle): string {
  if (status === 'succeeded') return 'The app runs in staging.';
  if (status === 'cancelled') return 'Stopped. What was done is kept.';
  if (status === 'failed') return '';
  const running = progress.steps.findLast(
    (step) => step.status === 'in_progress' || step.status === 'retrying',
  );
  return running === undefined ? 'Waiting to start…' : running.message || running.name;
}

function Actions({ operation }: Pick<BuildViewProps, 'operation'>) {
  const { status, cancel, resume } = operation;
  if (status === 'failed' || status === 'cancelled') {
    return (
      <Button size="small" className="ms-auto" onClick={() => void resume()}>
        <RotateCcw aria-hidden />
        Resume
      </Button>
    );
  }
  if (status === undefined || status === 'succeeded') return null;
  return (
    <Button
      look="danger"
      size="small"
      className="ms-auto"
      disabled={status === 'cancelling'}
      onClick={() => void cancel()}
    >
      <Square aria-hidden />
      {status === 'cancelling' ? 'Cancelling…' : 'Cancel build'}
    </Button>
  );
}

function Failed({ operation }: Pick<BuildViewProps, 'operation'>) {
  const { view, progress } = operation;
  const step = progress.steps.find((each) => each.status === 'failed');
  return (
    <Alert title={step === undefined ? 'The build failed' : `“${step.name}” failed`}>
      <p dir="auto" className="whitespace-pre-wrap">
        {progress.error ?? view?.error ?? 'It gave no reason; its log may tell more.'}
      </p>
      <p className="mt-1.5">
        Resume runs the failed step again and keeps what is done. When it fails the same way, read the log, or
        change the plan in the chat and build again.
      </p>
    </Alert>
  );
}

const MAX_REMARKS = 8;

/** What the steps say of the app: what was asked for and is not built, and edits that could not be merged. */
function remarksOf(view: OperationView): readonly string[] {
  const gaps = view.steps.flatMap((step) => step.gaps ?? []);
  const conflicts = view.steps.flatMap((step) => step.conflicts ?? []);
  return [
    ...new Set([
      ...conflicts.map(({ path, reason }) => `Not merged: ${path}. ${reason}`),
      ...gaps.map(({ title, reason }) => `Not built: ${title}. ${reason}`),
    ]),
  ];
}

/** What is worth knowing about the app once it is built. */
function Remarks({ view }: { readonly view: OperationView }) {
  const remarks = remarksOf(view);
  if (remarks.length === 0) return null;
  const more = remarks.length - MAX_REMARKS;
  return (
    <section aria-label="Remarks of the build" className="grid gap-1.5 rounded-xl bg-amber-soft px-4 py-3">
      <h3 className="font-semibold">Know this about the app</h3>
      <ul className="grid list-disc gap-1 ps-5 text-sm">
        {remarks.slice(0, MAX_REMARKS).map((remark) => (
          <li key={remark} dir="auto">
            {remark}
          </li>
        ))}
      </ul>
      {more > 0 ? <p className="text-sm text-muted">{more} more are in the log.</p> : null}
    </section>
  );
}

function History({
  operations,
  shown,
  onChoose,
}: {
  readonly operations: readonly OperationSummary[];
  readonly shown: string;
  readonly onChoose: (id: string) => void;
}) {
  if (operations.length < 2) return null;
  return (
    <label htmlFor="all-builds" className="flex flex-wrap items-center gap-2 text-sm text-muted">
      All builds
      <Select id="all-builds" value={shown} onChange={(event) => onChoose(event.target.value)}>
        {operations.map(({ id, createdAt, status }, index) => (
          <option key={id} value={id}>
            {`Build ${operations.length - index} – ${OPERATION_WORDS[status].word}, ${ago(createdAt)}`}
          </option>
        ))}
      </Select>
    </label>
  );
}

function NoBuild({ isLoading }: { readonly isLoading: boolean }) {
  return (
    <div className="grid h-full place-content-center justify-items-center gap-2 p-6 text-center text-muted">
      <Hammer aria-hidden className="size-8" />
      <p className="font-medium text-ink">
        {isLoading ? 'Reading the build…' : 'Nothing has been built yet'}
      </p>
      {isLoading ? null : (
        <p className="max-w-64 text-sm">
          Once the plan is ready, approve it: every step is shown here as it happens.
        </p>
      )}
    </div>
  );
}
