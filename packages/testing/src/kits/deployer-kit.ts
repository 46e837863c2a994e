import type { AppLogLine, Deployment, DeploymentTarget } from '@orchard-studio/core';
import { ensure, refused, same, settled, within } from '../kit/expect.ts';
import type { Kit, KitCase } from '../kit/kit.ts';
import type { DeployerHarness, HealthyApp } from './deployer/deployer-harness.ts';
import { served } from './deployer/served.ts';

const boundOf = ({ boundMs = 15_000 }: DeployerHarness): number => boundMs;

/** Deploys a commit within the bound. */
function deploy(
  harness: DeployerHarness,
  { commit, target = harness.target }: { readonly commit: string; readonly target?: DeploymentTarget },
): Promise<Deployment> {
  return within(boundOf(harness), harness.deployer.deploy({ target, commit }), 'The deployment');
}

/** Fails unless the release is what the address serves. */
async function ensureServes(deployment: Deployment, { marker }: HealthyApp, what: string): Promise<void> {
  const body = await served(deployment);
  ensure(
    body?.includes(marker) === true,
    `${what} must serve "${marker}", but serves ${JSON.stringify(body)}.`,
  );
}

const releases: readonly KitCase<DeployerHarness>[] = [
  {
    id: 'deploy',
    title: 'brings a release up and returns once it serves',
    run: async (harness) => {
      const { deployer, target, healthy } = harness;
      same((await deployer.health({ target })).status, 'absent', 'The health before');
      const deployment = await deploy(harness, healthy);
      await ensureServes(deployment, healthy, 'The deployment');
      same((await deployer.health({ target })).status, 'healthy', 'The health');
    },
  },
  {
    id: 'replace',
    title: 'replaces the release before',
    run: async (harness) => {
      const { healthy, next } = harness;
      await deploy(harness, healthy);
      await ensureServes(await deploy(harness, next), next, 'The second deployment');
    },
  },
  {
    id: 'restart',
    title: 'takes the same release again as a restart',
    run: async (harness) => {
      const { healthy } = harness;
      await deploy(harness, healthy);
      await ensureServes(await deploy(harness, healthy), healthy, 'The restarted deployment');
    },
  },
  {
    id: 'targets-apart',
    title: 'keeps targets apart',
    run: async (harness) => {
      const { deployer, target, otherTarget, healthy, next } = harness;
      const one = await deploy(harness, healthy);
      const two = await deploy(harness, { ...next, target: otherTarget });
      await ensureServes(one, healthy, 'The first target');
      await deployer.stop({ target });
      await ensureServes(two, next, 'The other target');
      same((await deployer.health({ target: otherTarget })).status, 'healthy', "The other target's health");
    },
  },
];

const failures: readonly KitCase<DeployerHarness>[] = [
  {
    id: 'crash',
    title: 'refuses a release that dies, with its last log lines',
    run: async (harness) => {
      const { deployer, target, crashing } = harness;
      const error = await refused(deploy(harness, crashing), 'DEPLOY_FAILED', 'A crashing release');
      const log = JSON.stringify(error.details.log);
      ensure(
        log?.includes(crashing.line) === true,
        `details.log must hold "${crashing.line}", but is ${log}.`,
      );
      const { status } = await deployer.health({ target });
      ensure(status !== 'healthy', 'A target without a running release must not be healthy.');
    },
  },
  {
    id: 'crash-keeps-serving',
    title: 'lets the release before go on when the new one fails',
    run: async (harness) => {
      const { deployer, target, healthy, crashing } = harness;
      const deployment = await deploy(harness, healthy);
      await refused(deploy(harness, crashing), 'DEPLOY_FAILED', 'A crashing release');
      await ensureServes(deployment, healthy, 'The release before');
      same((await deployer.health({ target })).status, 'healthy', 'The health');
    },
  },
  {
    id: 'abort',
    title: 'gives a deployment up within the bound when it is aborted; the release before goes on',
    run: async (harness) => {
      const { deployer, target, healthy, hanging } = harness;
      const deployment = await deploy(harness, healthy);
      const controller = new AbortController();
      const { promise: begun, resolve: onLog } = Promise.withResolvers<AppLogLine>();
      const { signal } = controller;
      const pending = settled(deployer.deploy({ target, commit: hanging.commit, onLog, signal }));
      await within(boundOf(harness), Promise.race([begun, pending]), 'Starting the hanging release');
      controller.abort(new Error('Cancelled by the kit.'));
      const end = await within(boundOf(harness), pending, 'Giving the deployment up');
      ensure(end.status === 'rejected', 'An aborted deployment must reject.');
      await ensureServes(deployment, healthy, 'The release before');
    },
  },
];

const operations: readonly KitCase<DeployerHarness>[] = [
  {
    id: 'logs',
    title: "keeps the app's latest lines, oldest first, and hands them on as they come",
    run: async (harness) => {
      const { deployer, target, crashing } = harness;
      const heard: AppLogLine[] = [];
      const request = { target, commit: crashing.commit, onLog: (line: AppLogLine) => void heard.push(line) };
      await within(boundOf(harness), settled(deployer.deploy(request)), 'The deployment');
      const lines = await deployer.logs({ target });
      for (const list of [heard, lines]) {
        ensure(
          list.some(({ line }) => line.includes(crashing.line)),
          `The log must hold "${crashing.line}".`,
        );
      }
      const instants = lines.map(({ at }) => at);
      same(instants, instants.toSorted(), 'The order of the lines');
      same(await deployer.logs({ target, limit: 1 }), lines.slice(-1), 'The last line');
    },
  },
  {
    id: 'stop',
    title: 'stops the app, also one that does not run, and starts it again',
    run: async (harness) => {
      const { deployer, target, healthy } = harness;
      await deployer.stop({ target });
      const deployment = await deploy(harness, healthy);
      await deployer.stop({ target });
      await deployer.stop({ target });
      const body = await served(deployment);
      ensure(body?.includes(healthy.marker) !== true, 'A stopped app must not serve.');
      const { status } = await deployer.health({ target });
      ensure(status !== 'healthy', 'A stopped app must not be healthy.');
      await ensureServes(await deploy(harness, healthy), healthy, 'The app started again');
    },
  },
];

/** What every `Deployer` must do, shown with releases of the harness. Uses real HTTP. */
export const deployerKit: Kit<DeployerHarness> = {
  port: 'deployer',
  cases: [...releases, ...failures, ...operations],
};
