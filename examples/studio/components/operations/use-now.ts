import { useEffect, useState } from 'react';

const EVERY_MS = 1_000;

/** The time, told every second while something is counted. */
export function useNow(counts: boolean): number {
  const [now, setNow] = useState(() => Date.now());
  useEffect(() => {
    if (!counts) return;
    setNow(Date.now());
    const timer = setInterval(() => setNow(Date.now()), EVERY_MS);
    return () => clearInterval(timer);
  }, [counts]);
  return now;
}

interface Timed {
  readonly startedAt: string | null;
  readonly finishedAt: string | null;
}

/** How long something has taken so far, or took; undefined before it began. */
export function tookMs({ startedAt, finishedAt }: Timed, now: number): number | undefined {
  if (startedAt === null) return undefined;
  return Math.max(0, (finishedAt === null ? now : Date.parse(finishedAt)) - Date.parse(startedAt));
}
