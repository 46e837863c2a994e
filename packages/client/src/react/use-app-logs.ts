import type { EnvironmentName } from '@orchard-studio/core';
import { useEffect } from 'react';
import type { LogLine } from '../projects.ts';
import { useOrchard } from './context.tsx';
import { type Loaded, useLoad } from './use-load.ts';

export interface AppLogsOptions {
  readonly projectId: string;
  readonly environment: EnvironmentName;
  /** Most lines to hold. Default 500. */
  readonly limit?: number;
  /** Milliseconds between reads; 0 reads once. Default 3,000. */
  readonly everyMs?: number;
  /** False reads nothing. Default true. */
  readonly enabled?: boolean;
}

/** What a running app writes, read again and again while the component is shown. */
export function useAppLogs(options: AppLogsOptions): Loaded<readonly LogLine[]> {
  const { projectId, environment, limit = 500, everyMs = 3_000, enabled = true } = options;
  const client = useOrchard();
  const logs = useLoad(enabled ? `${projectId}/${environment}` : undefined, (signal) =>
    client.projects.logs({ projectId, environment, limit, signal }),
  );
  const { reload } = logs;
  useEffect(() => {
    if (!enabled || everyMs === 0) return;
    const timer = setInterval(() => void reload(), everyMs);
    return () => clearInterval(timer);
  }, [enabled, everyMs, reload]);
  return logs;
}
