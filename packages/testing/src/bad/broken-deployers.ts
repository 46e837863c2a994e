import type { Deployer, DeploymentTarget } from '@orchard-studio/core';
import { createHttpDeployer } from '../fakes/http-deployer.ts';
import type { MakeSubject } from '../kit/kit.ts';
import type { DeployerHarness } from '../kits/deployer/deployer-harness.ts';
import { createRecords } from '../records/records.ts';
import type { BrokenAdapter } from './broken-adapter.ts';

function freshTarget(): DeploymentTarget {
  const { id: projectId, slug } = createRecords().project();
  return { projectId, slug, environment: 'staging' };
}

function harness(change: (deployer: Deployer) => Partial<Deployer>): MakeSubject<DeployerHarness> {
  return ({ defer }) => {
    const line = 'Error: no table';
    const inner = createHttpDeployer({
      one: { behaviour: 'healthy', body: 'release one' },
      two: { behaviour: 'healthy', body: 'release two' },
      bad: { behaviour: 'crashing', line },
      slow: { behaviour: 'hanging' },
    });
    const [target, otherTarget] = [freshTarget(), freshTarget()];
    for (const one of [target, otherTarget]) defer(() => inner.stop({ target: one }));
    const deployer: Deployer = {
      specVersion: 'v1',
      deploy: (request) => inner.deploy(request),
      health: (request) => inner.health(request),
      logs: (request) => inner.logs(request),
      stop: (request) => inner.stop(request),
      ...change(inner),
    };
    return {
      deployer,
      target,
      otherTarget,
      healthy: { commit: 'one', marker: 'release one' },
      next: { commit: 'two', marker: 'release two' },
      crashing: { commit: 'bad', line },
      hanging: { commit: 'slow' },
      boundMs: 300,
    };
  };
}

const stopsTooEarly = harness((inner) => ({
  deploy: async (request) => {
    await inner.stop(request);
    return inner.deploy(request);
  },
}));

const ignoresAbort = harness((inner) => ({
  deploy: ({ signal: _signal, ...request }) => inner.deploy(request),
}));

const alwaysHealthy = harness(() => ({
  health: async () => ({ status: 'healthy', detail: 'Sure.' }),
}));

/** Deployers that the kit must refuse. */
export const brokenDeployers: readonly BrokenAdapter<DeployerHarness>[] = [
  {
    fault: 'stops the release before the next one is healthy',
    caughtBy: ['crash-keeps-serving', 'abort'],
    make: stopsTooEarly,
  },
  { fault: 'ignores the abort', caughtBy: ['abort'], make: ignoresAbort },
  { fault: 'always says healthy', caughtBy: ['deploy', 'crash', 'stop'], make: alwaysHealthy },
];
