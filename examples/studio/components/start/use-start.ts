import { useOrchard } from '@orchard-studio/client/react';
import {
  type JsonObject,
  type OperationView,
  type OrchardError,
  randomIdBody,
  toOrchardError,
} from '@orchard-studio/core';
import { useEffect, useRef, useState } from 'react';

export interface Start {
  readonly isStarting: boolean;
  readonly error: OrchardError | undefined;
  /** Forgets the error. */
  readonly clear: () => void;
  /** Starts a tree. @returns the operation; undefined when that failed, or nobody waits for it any more */
  readonly start: (tree: string, inputs: JsonObject) => Promise<OperationView | undefined>;
}

/** Starts one operation at most: however often it is asked, and whatever answers get lost. */
export function useStart(projectId: string): Start {
  const client = useOrchard();
  const [idempotencyKey] = useState(randomIdBody);
  const [isStarting, setStarting] = useState(false);
  const [error, setError] = useState<OrchardError>();
  const isGone = useRef(false);
  useEffect(() => {
    isGone.current = false;
    return () => {
      isGone.current = true;
    };
  }, []);
  const start: Start['start'] = async (tree, inputs) => {
    setStarting(true);
    setError(undefined);
    try {
      const operation = await client.operations.start({ projectId, tree, inputs, idempotencyKey });
      return isGone.current ? undefined : operation;
    } catch (failure) {
      setError(toOrchardError(failure));
      setStarting(false);
      return undefined;
    }
  };
  return { isStarting, error, clear: () => setError(undefined), start };
}
