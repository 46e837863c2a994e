import { useOrchard } from '@orchard-studio/client/react';
import type { OperationEvent, StepView } from '@orchard-studio/core';
import { useEffect, useState } from 'react';

/** Most that the API gives at once. */
const PAGE = 5_000;

/** One thing that happened to a step: it began, failed, was taken over, ended. */
export type StepMoment = Pick<
  OperationEvent,
  'seq' | 'timestamp' | 'status' | 'attempt' | 'message' | 'data'
>;

const momentsOf = (events: readonly OperationEvent[], step: string): readonly StepMoment[] =>
  events.filter((event) => event.step === step && (event.type === 'step' || event.type === 'approval'));

interface History {
  readonly step: string;
  readonly after: number;
  readonly moments: readonly StepMoment[];
}

/** What happened to a step, from the log; nothing while it is not wanted, since the whole log is read for it. */
export function useStepHistory(
  operationId: string,
  step: StepView,
  isWanted: boolean,
): readonly StepMoment[] {
  const client = useOrchard();
  const { key, epoch, status, attempt } = step;
  const [history, setHistory] = useState<History>({ step: key, after: 0, moments: [] });
  // biome-ignore lint/correctness/useExhaustiveDependencies: a change of the step is what makes its history longer.
  useEffect(() => {
    if (!isWanted) return;
    const controller = new AbortController();
    const { signal } = controller;
    const read = async (): Promise<void> => {
      let { after, moments } = history.step === key ? history : { after: 0, moments: [] };
      while (true) {
        const page = await client.operations.events({ operationId, after, limit: PAGE, signal });
        moments = [...moments, ...momentsOf(page.events, key)];
        after = page.lastSeq;
        if (page.events.length < PAGE) break;
      }
      if (!signal.aborted) setHistory({ step: key, after, moments });
    };
    // The next change of the step reads again.
    read().catch(() => undefined);
    return () => controller.abort();
  }, [client, operationId, key, epoch, status, attempt, isWanted]);
  return isWanted && history.step === key ? history.moments : [];
}
