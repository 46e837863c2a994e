const FIRST_MS = 200;
const LONGEST_MS = 30_000;
const MOST_CRASHES = 6;
const LONG_ENOUGH_MS = 60_000;

/** When an app that ended by itself is started again. */
export const restartPause = {
  /** After a while of running, the next end is a first one again. */
  livedLongEnough: (livedMs: number): boolean => livedMs >= LONG_ENOUGH_MS,
  /** Milliseconds to wait after so many ends in a row; undefined when it is time to give up. */
  before: (crashes: number): number | undefined =>
    crashes >= MOST_CRASHES ? undefined : Math.min(FIRST_MS * 3 ** Math.max(0, crashes - 1), LONGEST_MS),
};
