import type { Metrics } from '@orchard-studio/core';
import type { Runner } from '@orchard-studio/orchestrator';
import type { Streams } from './streams/streams.ts';

/** Sets the gauges of what this process does now. Called before the metrics are fetched. */
export function measure(
  metrics: Metrics,
  { runner, streams }: { readonly runner: Runner; readonly streams: Streams },
): void {
  const { slots, pools } = runner.load();
  metrics.set('orchard_worker_slots', slots.busy, { state: 'busy' });
  metrics.set('orchard_worker_slots', slots.free, { state: 'free' });
  for (const { pool, running, ready, oldestReadySeconds } of pools) {
    metrics.set('orchard_steps', running, { pool, state: 'running' });
    metrics.set('orchard_steps', ready, { pool, state: 'ready' });
    metrics.set('orchard_oldest_ready_seconds', oldestReadySeconds, { pool });
  }
  metrics.set('orchard_sse_clients', streams.clients);
}
