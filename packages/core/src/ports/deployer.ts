import type { ProjectId } from '../ids.ts';
import type { EnvironmentName } from '../model/project.ts';

export interface DeploymentTarget {
  readonly projectId: ProjectId;
  readonly slug: string;
  readonly environment: EnvironmentName;
}

export interface AppLogLine {
  readonly at: string;
  readonly stream: 'stdout' | 'stderr';
  readonly line: string;
}

export interface Deployment {
  readonly url: string;
  readonly directUrl: string | null;
}

/** Runs a project's app in an environment. */
export interface Deployer {
  readonly specVersion: 'v1';
  /**
   * Brings a release up and returns once it answers its health check; only then is it what the address serves.
   * The release before it keeps serving until then, and goes on when the new one fails.
   * The same release again is a restart.
   *
   * @throws DEPLOY_FAILED with the last log lines in `details.log`.
   */
  deploy(request: {
    readonly target: DeploymentTarget;
    readonly commit: string;
    readonly onLog?: (line: AppLogLine) => void;
    readonly signal?: AbortSignal;
  }): Promise<Deployment>;
  health(request: { readonly target: DeploymentTarget }): Promise<{
    readonly status: 'healthy' | 'unhealthy' | 'absent';
    readonly detail: string;
  }>;
  /** The latest lines, oldest first. */
  logs(request: {
    readonly target: DeploymentTarget;
    readonly limit?: number;
  }): Promise<readonly AppLogLine[]>;
  /** Stops the app. Its data stays. */
  stop(request: { readonly target: DeploymentTarget }): Promise<void>;
}
