import type { Deployer, DeploymentTarget } from '@orchard-studio/core';

/** A commit of an app that becomes healthy. */
export interface HealthyApp {
  readonly commit: string;
  /** Text that only this release has in what it serves at `/`. */
  readonly marker: string;
}

/** What the deployer kit needs of an adapter's author. Made afresh for every case, with nothing deployed. */
export interface DeployerHarness {
  readonly deployer: Deployer;
  /** Two places to deploy to. */
  readonly target: DeploymentTarget;
  readonly otherTarget: DeploymentTarget;
  /** Two releases, with different markers. */
  readonly healthy: HealthyApp;
  readonly next: HealthyApp;
  /** A release that writes `line` to its output and dies before it is healthy. */
  readonly crashing: { readonly commit: string; readonly line: string };
  /**
   * A release that starts and never becomes healthy. It writes at least one line, which is when the kit aborts its
   * deployment.
   */
  readonly hanging: { readonly commit: string };
  /** Longest time for one deployment, and from an abort to its end. Default: 15,000 ms. */
  readonly boundMs?: number;
}
