import {
  type DecisionRequest,
  type OperationStatus,
  type OperationView,
  type RerunRequest,
  toOrchardError,
} from '@orchard-studio/core';
import { useCallback, useEffect, useReducer, useState } from 'react';
import { useOrchard } from './context.tsx';
import { followOperation } from './follow-operation.ts';
import { EMPTY_OPERATION, type OperationState, reduceOperation, statusOf } from './operation-state.ts';

export interface OperationOptions {
  /** Most log lines to hold; older ones are dropped and counted. Default 2,000. */
  readonly maxLogs?: number;
}

export interface OperationHandle extends OperationState {
  /** Where it stands; undefined until it has been read. */
  readonly status: OperationStatus | undefined;
  /** Asks the operation to stop. A failure is put into `error`. */
  readonly cancel: () => Promise<void>;
  /** Runs again what failed or was cancelled, and follows it. A failure is put into `error`. */
  readonly resume: () => Promise<void>;
  /** Starts a new operation that repeats this one from a step on. @returns it; undefined when that failed */
  readonly rerun: (request: RerunRequest) => Promise<OperationView | undefined>;
  /** Approves or rejects what a step waits for. A failure is put into `error`. */
  readonly decide: (step: string, request: DecisionRequest) => Promise<void>;
  /** Reads everything again, after an error. */
  readonly reload: () => void;
}

/**
 * One operation, live: its log is read, then followed until it ends, over reconnects without a gap or a duplicate.
 * An undefined id follows nothing..
 *
 * @example
 * const operation = useOperation(operationId);
 * <progress value={operation.progress.progress} />
 */
export function useOperation(
  operationId: string | undefined,
  options: OperationOptions = {},
): OperationHandle {
  const { maxLogs = 2_000 } = options;
  const client = useOrchard();
  const [state, dispatch] = useReducer(reduceOperation, EMPTY_OPERATION);
  const [run, setRun] = useState(0);

  // biome-ignore lint/correctness/useExhaustiveDependencies: a new run follows the same operation again.
  useEffect(() => {
    dispatch({ type: 'opened', operationId });
    if (operationId === undefined) return;
    const controller = new AbortController();
    void followOperation({ client, operationId, maxLogs, signal: controller.signal, dispatch });
    return () => controller.abort();
  }, [client, operationId, maxLogs, run]);

  const act = useCallback(
    async (action: (id: string) => Promise<OperationView>): Promise<boolean> => {
      if (operationId === undefined) return false;
      try {
        dispatch({ type: 'read', view: await action(operationId) });
        return true;
      } catch (failure) {
        dispatch({ type: 'failed', error: toOrchardError(failure) });
        return false;
      }
    },
    [operationId],
  );
  const reload = useCallback(() => setRun((count) => count + 1), []);
  const cancel = useCallback(async () => {
    await act((id) => client.operations.cancel({ operationId: id }));
  }, [act, client]);
  const resume = useCallback(async () => {
    if (await act((id) => client.operations.resume({ operationId: id }))) reload();
  }, [act, client, reload]);
  const rerun = useCallback(
    async (request: RerunRequest) => {
      if (operationId === undefined) return undefined;
      try {
        return await client.operations.rerun({ ...request, operationId });
      } catch (failure) {
        dispatch({ type: 'failed', error: toOrchardError(failure) });
        return undefined;
      }
    },
    [client, operationId],
  );
  const decide = useCallback(
    async (step: string, request: DecisionRequest) => {
      await act((id) => client.operations.decide({ ...request, operationId: id, step }));
    },
    [act, client],
  );

  const current = state.operationId === operationId ? state : EMPTY_OPERATION;
  return { ...current, status: statusOf(current), cancel, resume, rerun, decide, reload };
}
