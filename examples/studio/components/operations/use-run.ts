import { type OperationHandle, useOperation, useOrchard } from '@orchard-studio/client/react';
import { isOperationEnd, type OperationStatus, type OperationView } from '@orchard-studio/core';
import { useCallback, useEffect, useRef, useState } from 'react';

/** Lines of the log that are held; a test of a large tree prints as many. */
const MAX_LOGS = 100_000;
/** At least so long between two reads of the steps. */
const PAUSE_MS = 150;

export interface Run {
  readonly operation: OperationHandle;
  /** The operation with its steps as they were after the last change that is known. */
  readonly view: OperationView | undefined;
  readonly status: OperationStatus | undefined;
}

/** Changes whenever a step, or the operation, does. */
const signatureOf = ({ progress, status, view }: OperationHandle): string =>
  `${view?.id} ${status} ${progress.steps.map((step) => `${step.key}:${step.status}:${step.attempt}`).join(' ')}`;

/** Reads the steps again after each change: their times, outputs and errors are in no event. */
function useSteps(operation: OperationHandle): OperationView | undefined {
  const client = useOrchard();
  const [fresh, setFresh] = useState<OperationView>();
  const work = useRef({ isReading: false, isStale: false, isGone: false });
  const { operationId } = operation;
  const read = useCallback(async (): Promise<void> => {
    const state = work.current;
    if (operationId === undefined) return;
    state.isStale = true;
    if (state.isReading) return;
    state.isReading = true;
    while (state.isStale && !state.isGone) {
      state.isStale = false;
      // The stream tells when the server is away; the next change reads again.
      const view = await client.operations.get({ operationId }).catch(() => undefined);
      if (view !== undefined && !state.isGone) setFresh(view);
      await new Promise((resolve) => setTimeout(resolve, PAUSE_MS));
    }
    state.isReading = false;
  }, [client, operationId]);
  useEffect(() => {
    const state = work.current;
    state.isGone = false;
    return () => {
      state.isGone = true;
    };
  }, []);
  const signature = signatureOf(operation);
  // biome-ignore lint/correctness/useExhaustiveDependencies: the signature is what tells that something changed.
  useEffect(() => void read(), [signature, read]);
  const { view } = operation;
  if (fresh === undefined || fresh.id !== operationId) return view;
  return view !== undefined && view.lastSeq > fresh.lastSeq ? view : fresh;
}

/** One operation, live, with its steps in full. */
export function useRun(operationId: string): Run {
  const operation = useOperation(operationId, { maxLogs: MAX_LOGS });
  const view = useSteps(operation);
  const told = operation.status;
  const isSure = told === undefined || told === 'cancelling' || isOperationEnd(told);
  return { operation, view, status: isSure ? told : (view?.status ?? told) };
}
