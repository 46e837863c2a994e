import { type OrchardError, toOrchardError } from '@orchard-studio/core';
import { useCallback, useEffect, useRef, useState } from 'react';

/** Something that is read from the server and kept while the component lives. */
export interface Loaded<T> {
  /** What was read last; it stays while it is read again, and when that fails. */
  readonly data: T | undefined;
  /** Why the last read failed. */
  readonly error: OrchardError | undefined;
  /** True from the first render until the first read has ended, and during every later one. */
  readonly loading: boolean;
  /** Reads again. Resolves when it has ended, well or not. */
  readonly reload: () => Promise<void>;
  /** Puts a newer value in place, such as the answer to a change. */
  readonly replace: (data: T) => void;
}

interface State<T> {
  /** What the state belongs to; state of another key is not shown. */
  readonly key: string | undefined;
  readonly data: T | undefined;
  readonly error: OrchardError | undefined;
  readonly loading: boolean;
}

/** Loads once per key; an undefined key loads nothing. */
export function useLoad<T>(key: string | undefined, load: (signal: AbortSignal) => Promise<T>): Loaded<T> {
  const [state, setState] = useState<State<T>>({ key, data: undefined, error: undefined, loading: true });
  const latest = useRef(load);
  const running = useRef<AbortController | undefined>(undefined);
  useEffect(() => {
    latest.current = load;
  });

  const reload = useCallback(async (): Promise<void> => {
    running.current?.abort();
    if (key === undefined) return;
    const controller = new AbortController();
    running.current = controller;
    const kept = (before: State<T>): T | undefined => (before.key === key ? before.data : undefined);
    setState((before) => ({ key, data: kept(before), error: undefined, loading: true }));
    try {
      const data = await latest.current(controller.signal);
      if (!controller.signal.aborted) setState({ key, data, error: undefined, loading: false });
    } catch (failure) {
      if (controller.signal.aborted) return;
      const error = toOrchardError(failure);
      setState((before) => ({ key, data: kept(before), error, loading: false }));
    }
  }, [key]);

  useEffect(() => {
    void reload();
    return () => running.current?.abort();
  }, [reload]);

  const replace = useCallback(
    (data: T): void => {
      // A read under way started before the change and would bring the old state back.
      running.current?.abort();
      setState({ key, data, error: undefined, loading: false });
    },
    [key],
  );
  const current = state.key === key;
  return {
    data: current ? state.data : undefined,
    error: current ? state.error : undefined,
    loading: key !== undefined && (!current || state.loading),
    reload,
    replace,
  };
}
