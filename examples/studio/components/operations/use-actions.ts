import type { OperationHandle } from '@orchard-studio/client/react';
import type { DecisionRequest, RerunRequest } from '@orchard-studio/core';
import { useState } from 'react';
import { usePlace } from '@/components/shell/place';

/** What can be done with an operation. Failures are put into the operation's `error`. */
export interface Actions {
  /** What was asked of the server and is not answered yet. */
  readonly acting: 'cancel' | 'resume' | 'rerun' | 'decide' | undefined;
  readonly cancel: () => Promise<void>;
  readonly resume: () => Promise<void>;
  /** Starts a new operation and shows it. */
  readonly rerun: (request: RerunRequest) => Promise<void>;
  readonly decide: (step: string, request: DecisionRequest) => Promise<void>;
}

export function useActions(operation: OperationHandle): Actions {
  const { go } = usePlace();
  const [acting, setActing] = useState<Actions['acting']>();
  const act = async <T>(name: Actions['acting'], action: Promise<T>): Promise<T> => {
    setActing(name);
    const result = await action;
    setActing(undefined);
    return result;
  };
  return {
    acting,
    cancel: () => act('cancel', operation.cancel()),
    resume: () => act('resume', operation.resume()),
    rerun: async (request) => {
      const next = await act('rerun', operation.rerun(request));
      if (next !== undefined) go({ view: 'operation', operation: next.id });
    },
    decide: (step, request) => act('decide', operation.decide(step, request)),
  };
}
