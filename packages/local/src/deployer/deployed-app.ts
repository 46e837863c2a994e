import type { AppLogLine, Deployment, DeploymentTarget } from '@orchard-studio/core';
import type { AppProcess } from './app-process.ts';
import { checkHealth } from './health-check.ts';
import { launch } from './launch.ts';
import { type Layout, layoutOf } from './layout.ts';
import { LedgerFile } from './ledger.ts';
import { LogBook } from './log-book.ts';
import { prepareRelease, pruneReleases, type ReleaseRequest, writeRelease } from './releases.ts';
import { restartPause } from './restart-pause.ts';
import type { DeployerSettings } from './settings.ts';

export interface DeployRequest {
  readonly commit: string;
  readonly onLog?: (line: AppLogLine) => void;
  readonly signal: AbortSignal;
}

export interface AppHealth {
  readonly status: 'healthy' | 'unhealthy' | 'absent';
  readonly detail: string;
}

/** One app in one environment: at most one release serves, and what is done to it is done one after the other. */
export class DeployedApp {
  readonly #settings: DeployerSettings;
  readonly #target: DeploymentTarget;
  readonly #layout: Layout;
  readonly #ledger: LedgerFile;
  readonly #log: LogBook;
  #current: AppProcess | undefined;
  /** Why the current release is not running, while it should. */
  #trouble: string | undefined;
  #crashes = 0;
  #deploying = 0;
  #restarting = new AbortController();
  #queue: Promise<unknown> = Promise.resolve();

  constructor(settings: DeployerSettings, target: DeploymentTarget) {
    this.#settings = settings;
    this.#target = target;
    this.#layout = layoutOf(settings.appsDirectory, target);
    this.#ledger = new LedgerFile(this.#layout.ledger);
    this.#log = new LogBook(this.#layout.log, settings.logger);
  }

  /** Port of the serving release, also while it is being restarted. */
  get port(): number | undefined {
    return this.#current?.port;
  }

  logs(limit: number): Promise<readonly AppLogLine[]> {
    return this.#log.latest(limit);
  }

  async health(): Promise<AppHealth> {
    if (this.#current === undefined) return { status: 'absent', detail: 'No release is running.' };
    if (this.#trouble !== undefined) return { status: 'unhealthy', detail: this.#trouble };
    const verdict = await checkHealth(this.#current.port);
    return verdict.healthy
      ? { status: 'healthy', detail: `Release ${this.#current.commit.slice(0, 12)} is running.` }
      : { status: 'unhealthy', detail: verdict.detail };
  }

  /** Whether a release is being brought up. */
  get isDeploying(): boolean {
    return this.#deploying > 0;
  }

  async deploy(request: DeployRequest): Promise<Deployment> {
    this.#restarting.abort();
    this.#deploying += 1;
    try {
      return await this.#next(() => this.#replace(request));
    } finally {
      this.#deploying -= 1;
    }
  }

  stop(): Promise<void> {
    this.#restarting.abort();
    return this.#next(async () => {
      const app = this.#current;
      this.#current = undefined;
      this.#trouble = undefined;
      await app?.stop();
      await Promise.all([this.#ledger.settled(), this.#log.settled()]);
    });
  }

  #next<T>(work: () => Promise<T>): Promise<T> {
    const result = this.#queue.then(work);
    this.#queue = result.catch(() => {});
    return result;
  }

  async #replace({ commit, onLog, signal }: DeployRequest): Promise<Deployment> {
    let listener = onLog;
    const before = this.#current;
    try {
      const app = await this.#start(commit, signal, (line) => listener?.(line));
      this.#serve(app);
      this.#crashes = 0;
      await this.#ledger.serves(app.port);
      await before?.stop();
      await pruneReleases(this.#layout, commit);
      return { url: this.#settings.resolveUrl(this.#target), directUrl: `http://127.0.0.1:${app.port}` };
    } catch (error) {
      await this.#renew(commit, signal);
      // The restart that this deployment put off: the release before is still the one to keep up.
      if (before !== undefined && this.#trouble !== undefined) this.#restartLater(before);
      throw error;
    } finally {
      listener = undefined;
    }
  }

  /** A release that does not come up may have lost files, in a power cut say: the next try gets it as it was committed. */
  async #renew(commit: string, signal: AbortSignal): Promise<void> {
    const serves = this.#current?.commit === commit && this.#trouble === undefined;
    if (signal.aborted || serves) return;
    await writeRelease(this.#release(commit, signal, () => {})).catch((error: unknown) => {
      this.#settings.logger.warn({ commit, error: String(error) }, 'a release could not be written anew');
    });
  }

  #release(commit: string, signal: AbortSignal, onLog: (line: AppLogLine) => void): ReleaseRequest {
    const { workspace, nodePath, builds, clock } = this.#settings;
    const { projectId } = this.#target;
    const onLine = (line: string): void => onLog({ at: clock.now().toISOString(), stream: 'stdout', line });
    return { workspace, layout: this.#layout, projectId, commit, nodePath, builds, onLine, signal };
  }

  async #start(commit: string, signal: AbortSignal, onLog?: (line: AppLogLine) => void): Promise<AppProcess> {
    const onLine = (line: AppLogLine): void => {
      this.#log.add(line);
      onLog?.(line);
    };
    const release = await prepareRelease(this.#release(commit, signal, onLine));
    return launch({
      settings: this.#settings,
      target: this.#target,
      layout: this.#layout,
      ledger: this.#ledger,
      release,
      commit,
      preferredPort: await this.#ledger.lastPort(),
      signal,
      onLine,
    });
  }

  #serve(app: AppProcess): void {
    this.#current = app;
    this.#trouble = undefined;
    const since = this.#settings.clock.now().getTime();
    app.ended.then((ending) => this.#onEnded(app, ending, since)).catch(() => {});
  }

  #onEnded(app: AppProcess, ending: string, since: number): void {
    if (this.#current !== app) return;
    const { clock, logger } = this.#settings;
    const { slug, environment } = this.#target;
    const livedMs = clock.now().getTime() - since;
    this.#crashes = restartPause.livedLongEnough(livedMs) ? 1 : this.#crashes + 1;
    this.#trouble = `It ended with ${ending} and is being started again (${this.#crashes}).`;
    logger.warn({ slug, environment, ending, crashes: this.#crashes }, 'an app ended by itself');
    this.#restartLater(app);
  }

  #restartLater(app: AppProcess): void {
    const pauseMs = restartPause.before(this.#crashes);
    if (pauseMs === undefined) {
      this.#trouble = `It ended ${this.#crashes} times in a row and is not started again. Deploy it anew.`;
      return;
    }
    this.#restarting = new AbortController();
    const { signal } = this.#restarting;
    this.#settings.clock
      .sleep(pauseMs, signal)
      .then(() => this.#next(() => this.#restart(app, signal)))
      .catch(() => {});
  }

  async #restart(app: AppProcess, signal: AbortSignal): Promise<void> {
    if (this.#current !== app || signal.aborted) return;
    try {
      this.#serve(await this.#start(app.commit, signal));
    } catch (error) {
      if (signal.aborted) return;
      this.#crashes += 1;
      this.#trouble = error instanceof Error ? error.message : String(error);
      this.#restartLater(app);
    }
  }
}
