import { useEffect } from 'react';

const EVERY_MS = 2_000;

/** Calls again and again while something is not settled yet. */
export function useRepeat(isActive: boolean, call: () => Promise<void>): void {
  useEffect(() => {
    if (!isActive) return;
    const timer = setInterval(() => void call(), EVERY_MS);
    return () => clearInterval(timer);
  }, [isActive, call]);
}
