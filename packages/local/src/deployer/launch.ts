import {
  type AppLogLine,
  type DeploymentTarget,
  isOrchardError,
  type JsonObject,
  OrchardError,
} from '@orchard-studio/core';
import { type AppProcess, startAppProcess } from './app-process.ts';
import { freePort } from './free-port.ts';
import { type Verdict, waitUntilHealthy } from './health-check.ts';
import type { Layout } from './layout.ts';
import type { LedgerFile } from './ledger.ts';
import type { DeployerSettings } from './settings.ts';

const TRIES = 3;
const SHOWN_LINES = 50;

export interface LaunchRequest {
  readonly settings: DeployerSettings;
  readonly target: DeploymentTarget;
  readonly layout: Layout;
  readonly ledger: LedgerFile;
  readonly release: string;
  readonly commit: string;
  readonly preferredPort: number | null;
  readonly onLine: (line: AppLogLine) => void;
  readonly signal: AbortSignal;
}

interface Attempt {
  readonly app: AppProcess;
  readonly verdict: Verdict;
  readonly lines: readonly AppLogLine[];
}

const asJson = ({ at, stream, line }: AppLogLine): JsonObject => ({ at, stream, line });

/** Between looking for a free port and listening on it, somebody else may have taken it. */
const lostThePort = ({ lines }: Attempt): boolean => lines.some(({ line }) => /EADDRINUSE/.test(line));

async function attempt(request: LaunchRequest, preferredPort: number | null): Promise<Attempt> {
  const { settings, layout, ledger, target, signal } = request;
  const lines: AppLogLine[] = [];
  const app = await startAppProcess({
    nodePath: settings.nodePath,
    release: request.release,
    data: layout.data,
    commit: request.commit,
    port: await freePort(preferredPort),
    env: settings.env(target),
    clock: settings.clock,
    stopGraceMs: settings.stopGraceMs,
    onLine: (line) => {
      lines.push(line);
      if (lines.length > SHOWN_LINES) lines.shift();
      request.onLine(line);
    },
  });
  app.ended.then(() => ledger.ended(app.pid)).catch(() => {});
  try {
    await ledger.started({ pid: app.pid, identity: app.identity });
    const verdict = await waitUntilHealthy({
      app,
      clock: settings.clock,
      timeoutMs: settings.startTimeoutMs,
      signal,
    });
    if (!verdict.healthy) await app.stop();
    return { app, verdict, lines };
  } catch (error) {
    await app.stop();
    throw error;
  }
}

/**
 * Starts a release and waits until it is well. A release that is not is ended again.
 *
 * @throws DEPLOY_FAILED with the last lines in `details.log`; CANCELLED
 */
export async function launch(request: LaunchRequest): Promise<AppProcess> {
  try {
    for (let tries = 1; ; tries += 1) {
      const { app, verdict, lines } = await attempt(request, tries === 1 ? request.preferredPort : null);
      if (verdict.healthy) return app;
      if (tries < TRIES && lostThePort({ app, verdict, lines })) continue;
      const last = lines.at(-1)?.line ?? 'It wrote nothing.';
      throw new OrchardError(
        'DEPLOY_FAILED',
        `The app did not become healthy. ${verdict.detail} Last line: ${last.slice(0, 300)}`,
        {
          details: { commit: request.commit, log: lines.map(asJson) },
        },
      );
    }
  } catch (error) {
    if (request.signal.aborted)
      throw new OrchardError('CANCELLED', 'The deployment was cancelled.', { cause: error });
    if (isOrchardError(error)) throw error;
    const message = error instanceof Error ? error.message : String(error);
    throw new OrchardError('DEPLOY_FAILED', `The app could not be started: ${message}`, {
      cause: error,
      details: { commit: request.commit, log: [] },
    });
  }
}
