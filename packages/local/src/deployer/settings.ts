import type { Clock, DeploymentTarget, Logger, Workspace } from '@orchard-studio/core';
import type { BuildSettings } from '@orchard-studio/executor-scaffold';

/** What all apps of a deployer share. */
export interface DeployerSettings {
  readonly workspace: Workspace;
  readonly appsDirectory: string;
  readonly nodePath: string;
  readonly builds: BuildSettings;
  readonly resolveUrl: (target: DeploymentTarget) => string;
  readonly env: (target: DeploymentTarget) => Readonly<Record<string, string>>;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly startTimeoutMs: number;
  readonly stopGraceMs: number;
}
