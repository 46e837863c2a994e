import type { Clock } from '@orchard-studio/core';
import type { AppProcess } from './app-process.ts';

const ANSWER_MS = 2_000;
const FIRST_PAUSE_MS = 20;
const LONGEST_PAUSE_MS = 500;

export type Verdict = { readonly healthy: true } | { readonly healthy: false; readonly detail: string };

/** Asks the app once how it is. */
export async function checkHealth(port: number, signal?: AbortSignal): Promise<Verdict> {
  const limit = AbortSignal.timeout(ANSWER_MS);
  try {
    const response = await fetch(`http://127.0.0.1:${port}/healthz`, {
      redirect: 'manual',
      headers: { connection: 'close' },
      signal: signal === undefined ? limit : AbortSignal.any([limit, signal]),
    });
    await response.body?.cancel();
    return response.status === 200
      ? { healthy: true }
      : { healthy: false, detail: `/healthz answered ${response.status}.` };
  } catch {
    return { healthy: false, detail: '/healthz did not answer.' };
  }
}

export interface WaitOptions {
  readonly app: AppProcess;
  readonly clock: Clock;
  readonly timeoutMs: number;
  readonly signal: AbortSignal;
}

/** Asks again and again until the app is well, has ended, or has had its time. */
export async function waitUntilHealthy({ app, clock, timeoutMs, signal }: WaitOptions): Promise<Verdict> {
  const until = clock.now().getTime() + timeoutMs;
  for (let pause = FIRST_PAUSE_MS; ; pause = Math.min(pause * 1.5, LONGEST_PAUSE_MS)) {
    const verdict = await checkHealth(app.port, signal);
    signal.throwIfAborted();
    const ending = app.ending();
    if (ending !== undefined) return { healthy: false, detail: `The app ended with ${ending}.` };
    if (verdict.healthy) return verdict;
    if (clock.now().getTime() + pause > until) {
      return { healthy: false, detail: `It was not healthy within ${timeoutMs} ms: ${verdict.detail}` };
    }
    await Promise.race([clock.sleep(pause, signal), app.ended]);
  }
}
