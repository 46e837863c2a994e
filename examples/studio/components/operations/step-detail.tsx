'use client';

import type { LogEntry } from '@orchard-studio/client/react';
import {
  isOperationEnd,
  isStepEnd,
  type OperationStatus,
  type OperationView,
  type StepView,
} from '@orchard-studio/core';
import { RotateCcw, X } from 'lucide-react';
import { type RefObject, useMemo } from 'react';
import { LogPanel } from '@/components/logs/log-panel';
import { Badge } from '@/components/ui/badge';
import { Button } from '@/components/ui/button';
import { LookIcon } from './look-icon';
import { shortId } from './short-id';
import { StepFacts } from './step-facts';
import { StepHistory } from './step-history';
import { Outputs } from './step-outputs';
import { lookOf } from './step-status';
import { StepTrouble } from './step-trouble';

export interface StepDetailProps {
  readonly view: OperationView;
  readonly status: OperationStatus;
  readonly step: StepView;
  readonly logs: readonly LogEntry[];
  readonly dropped: number;
  readonly now: number;
  readonly heading: RefObject<HTMLHeadingElement | null>;
  readonly onOpen: (key: string) => void;
  readonly onClose: () => void;
  readonly onRerun: (key: string) => void;
}

/** Lines of a step, and of its combinations. */
function useLinesOf(logs: readonly LogEntry[], key: string): readonly LogEntry[] {
  return useMemo(
    () => logs.filter(({ step }) => step === key || step?.startsWith(`${key}.`) === true),
    [logs, key],
  );
}

/** One step: how it went, what it put out, what it said. */
export function StepDetail(props: StepDetailProps) {
  const { view, status, step, logs, dropped, now, heading, onOpen, onClose, onRerun } = props;
  const lines = useLinesOf(logs, step.key);
  const names = useMemo(() => new Map(view.steps.map(({ key, name }) => [key, name])), [view.steps]);
  const look = lookOf(step);
  const [planKey = step.key] = step.key.split('.');
  const isMatrix = view.steps.some(({ key }) => key.startsWith(`${step.key}.`));
  return (
    <section aria-labelledby="step-title" className="grid gap-4 lg:grid-cols-[minmax(0,22rem)_minmax(0,1fr)]">
      <div className="grid content-start gap-4 rounded-xl border bg-surface px-4 py-3.5">
        <header className="flex items-start gap-2">
          <LookIcon look={look} className="mt-1 size-5" />
          <div className="grid min-w-0 flex-1 gap-1">
            <h3
              id="step-title"
              ref={heading}
              tabIndex={-1}
              dir="auto"
              className="rounded text-base font-semibold outline-offset-4"
            >
              {step.name}
            </h3>
            <p className="flex flex-wrap items-center gap-1.5 text-xs text-muted">
              <Badge tone={look.tone}>{look.word}</Badge>
              <span className="font-mono">{step.key}</span>
            </p>
          </div>
          <Button
            look="quiet"
            size="icon"
            aria-label="Close the step"
            title="Close the step"
            onClick={onClose}
          >
            <X aria-hidden />
          </Button>
        </header>
        <StepTrouble step={step} lines={lines} />
        <StepFacts step={step} names={names} now={now} onOpen={onOpen} />
        <StepHistory key={step.key} operationId={view.id} step={step} />
        {isMatrix ? null : <Outputs title="Outputs" outputs={step.outputs} />}
        {isOperationEnd(status) && !step.finally ? (
          <Button
            look="secondary"
            size="small"
            className="justify-self-start"
            onClick={() => onRerun(planKey)}
          >
            <RotateCcw aria-hidden />
            Run again from here…
          </Button>
        ) : null}
      </div>
      <LogPanel
        title={`Log of ${step.name}`}
        lines={lines}
        dropped={dropped}
        showsStep={isMatrix}
        file={`${view.tree}-${shortId(view.id)}-${step.key}.log`}
        isOver={isStepEnd(step.status)}
      />
    </section>
  );
}
