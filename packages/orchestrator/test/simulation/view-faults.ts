import { isDeepStrictEqual } from 'node:util';
import {
  foldEvents,
  type OperationEvent,
  type OperationProgress,
  type OperationRun,
  operationView,
  progressOfView,
  type StepProgress,
} from '@orchard-studio/core';

/** What steps said last is not kept in the ledger; how far one came that did not complete is of no use. */
const comparableStep = ({ message: _, weight, progress, ...step }: StepProgress) => ({
  ...step,
  weight: weight.toFixed(6),
  behind: progress === 1 && ['complete', 'skipped'].includes(step.status),
});

const comparable = ({ steps: _, progress, ...view }: OperationProgress) => ({
  ...view,
  done: progress === 1,
});

/** The events of an operation must add up to what the ledger says of it. */
export function viewFaults(run: OperationRun, events: readonly OperationEvent[]): readonly string[] {
  const told = foldEvents(events);
  const kept = progressOfView(operationView(run));
  const steps = new Map(kept.steps.map((step) => [step.key, comparableStep(step)]));
  const pairs: readonly (readonly [unknown, unknown])[] = [
    [comparable(told), comparable(kept)],
    ...told.steps.map((step) => [comparableStep(step), steps.get(step.key)] as const),
    [told.steps.map(({ key }) => key), [...steps.keys()]],
  ];
  return pairs
    .filter(([a, b]) => !isDeepStrictEqual(a, b))
    .map(([a, b]) => `the events say ${JSON.stringify(a)}, the ledger ${JSON.stringify(b)}`);
}
