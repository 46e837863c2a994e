import { type Clock, OrchardError } from '@orchard-studio/core';

/** Aborts what has been silent for too long. */
export interface SilenceWatch {
  /** Aborts with TIMEOUT as its reason. */
  readonly signal: AbortSignal;
  /** Begins anew with this limit, in milliseconds. */
  start(limitMs: number): void;
  /** Something came. */
  heard(): void;
  stop(): void;
}

/** A watch that does not run yet. It holds one timer, however much is heard. */
export function watchSilence(clock: Clock): SilenceWatch {
  const silent = new AbortController();
  let over = new AbortController();
  let heardAt = 0;
  const heard = (): void => {
    heardAt = clock.now().getTime();
  };
  const wait = async (limitMs: number, stopped: AbortSignal): Promise<void> => {
    for (let left = limitMs; left > 0; left = heardAt + limitMs - clock.now().getTime())
      // Clocks are set back at times.
      await clock.sleep(Math.min(left, limitMs), stopped);
    silent.abort(
      new OrchardError(
        'TIMEOUT',
        `Nothing came from Anthropic for ${limitMs} ms. Try again, or raise \`silenceMs\`.`,
      ),
    );
  };
  return {
    signal: silent.signal,
    heard,
    start: (limitMs) => {
      over.abort();
      over = new AbortController();
      heard();
      wait(limitMs, over.signal).catch(() => {
        // It was stopped.
      });
    },
    stop: () => over.abort(),
  };
}
