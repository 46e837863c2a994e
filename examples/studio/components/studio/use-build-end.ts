import { isOperationEnd, type OperationStatus } from '@orchard-studio/core';
import { useEffect, useRef } from 'react';

/** Calls back when a build that was seen running ends. One that had ended before the page was opened does not count. */
export function useBuildEnd(status: OperationStatus | undefined, onEnd: () => void): void {
  const before = useRef<OperationStatus | undefined>(undefined);
  const latest = useRef(onEnd);
  useEffect(() => {
    latest.current = onEnd;
  });
  useEffect(() => {
    const wasRunning = before.current !== undefined && !isOperationEnd(before.current);
    before.current = status;
    if (wasRunning && status !== undefined && isOperationEnd(status)) latest.current();
  }, [status]);
}
