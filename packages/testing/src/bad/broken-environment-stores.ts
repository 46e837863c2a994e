import { createMemoryStorage } from '@orchard-studio/core/memory';
import type { EnvironmentStoreSubject } from '../kits/environment-store-kit.ts';
import type { BrokenAdapter } from './broken-adapter.ts';

/** Keeps old values where the new record says null. */
function mergesInsteadOfReplacing(): EnvironmentStoreSubject {
  const { environments: store, projects } = createMemoryStorage();
  return {
    projects,
    environments: {
      specVersion: 'v1',
      listEnvironments: (request) => store.listEnvironments(request),
      listDeployedEnvironments: (request) => store.listDeployedEnvironments(request),
      getEnvironment: (request) => store.getEnvironment(request),
      putEnvironment: async ({ environment }) => {
        const before = structuredClone(environment);
        const old = await store.getEnvironment(before);
        const given = Object.entries(before).filter(([, value]) => value !== null);
        await store.putEnvironment({
          environment: { ...before, ...old, ...Object.fromEntries(given) },
        });
      },
    },
  };
}

/** Environment stores that the kit must refuse. */
export const brokenEnvironmentStores: readonly BrokenAdapter<EnvironmentStoreSubject>[] = [
  {
    fault: 'merges instead of replacing',
    caughtBy: ['put-replaces', 'deployed'],
    make: mergesInsteadOfReplacing,
  },
];
