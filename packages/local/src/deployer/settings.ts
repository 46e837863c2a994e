import type { Clock, DeploymentTarget, Logger, Workspace } from '@orchard-studio/core';

/** What all apps of a deployer share. */
export interface DeployerSettings {
  readonly workspace: Workspace;
  readonly appsDirectory: string;
  readonly nodePath: string;
  readonly resolveUrl: (target: DeploymentTarget) => string;
  readonly env: (target: DeploymentTarget) => Readonly<Record<string, string>>;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly startTimeoutMs: number;
  readonly stopGraceMs: number;
}
