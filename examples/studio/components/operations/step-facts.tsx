import type { StepView } from '@orchard-studio/core';
import type { ReactNode } from 'react';
import { PHASE_NAMES } from '@/components/preview/status-words';
import { briefly, clockTime } from '@/lib/time';
import { tookMs } from './use-now';

export interface StepFactsProps {
  readonly step: StepView;
  readonly names: ReadonlyMap<string, string>;
  readonly now: number;
  readonly onOpen: (key: string) => void;
}

/** What runs a step, in words. */
function kindOf({ uses }: StepView): string {
  if (uses === 'shell') return 'A shell command';
  if (uses === 'approval') return 'A person’s decision';
  if (uses === 'wait') return 'A pause';
  if (uses === 'tree') return 'Another tree';
  return uses;
}

function untilOf({ status, notBefore }: StepView, now: number): string | undefined {
  if (notBefore === null) return undefined;
  const left = Math.max(0, Date.parse(notBefore) - now);
  if (status === 'retrying') return `Next attempt in ${briefly(left)}`;
  return status === 'waiting' ? `${clockTime(notBefore)}, in ${briefly(left)}` : undefined;
}

/** Times, needs and kind of a step. */
export function StepFacts({ step, names, now, onOpen }: StepFactsProps) {
  const { startedAt, finishedAt, needs, attempt, takeovers, matrix, phase, skippedBecause } = step;
  const took = tookMs(step, now);
  return (
    <dl className="grid grid-cols-[6.5rem_minmax(0,1fr)] gap-x-3 gap-y-1 text-sm">
      {skippedBecause === null ? null : <Fact name="Skipped">because {skippedBecause}</Fact>}
      <Fact name="Phase">{PHASE_NAMES[phase]}</Fact>
      <Fact name="Runs">{kindOf(step)}</Fact>
      {matrix === null ? null : (
        <Fact name="Combination">
          <span className="font-mono text-xs">
            {Object.entries(matrix)
              .map(([name, value]) => `${name}=${typeof value === 'string' ? value : JSON.stringify(value)}`)
              .join(' ')}
          </span>
        </Fact>
      )}
      <Fact name="After">
        {needs.length === 0
          ? step.finally
            ? 'everything else, whatever became of it'
            : 'nothing: it starts at once'
          : needs.map((key, index) => (
              <span key={key}>
                {index === 0 ? '' : ', '}
                <button
                  type="button"
                  className="underline underline-offset-2 hover:text-leaf"
                  onClick={() => onOpen(key)}
                >
                  {names.get(key) ?? key}
                </button>
              </span>
            ))}
      </Fact>
      {startedAt === null ? null : <Fact name="Started">{clockTime(startedAt)}</Fact>}
      {finishedAt === null || startedAt === null ? null : <Fact name="Ended">{clockTime(finishedAt)}</Fact>}
      {took === undefined ? null : (
        <Fact name={finishedAt === null ? 'Runs for' : 'Took'}>{briefly(took)}</Fact>
      )}
      {attempt > 1 ? <Fact name="Attempt">{attempt}</Fact> : null}
      {takeovers === 0 ? null : (
        <Fact name="Taken over">
          {takeovers === 1 ? 'once' : `${takeovers} times`}, by another worker after its own fell silent
        </Fact>
      )}
      {untilOf(step, now) === undefined ? null : <Fact name="Until">{untilOf(step, now)}</Fact>}
    </dl>
  );
}

function Fact({ name, children }: { readonly name: string; readonly children: ReactNode }) {
  return (
    <>
      <dt className="text-muted">{name}</dt>
      <dd dir="auto" className="min-w-0">
        {children}
      </dd>
    </>
  );
}
