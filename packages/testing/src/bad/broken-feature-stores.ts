import type { Feature, FeatureStore } from '@orchard-studio/core';
import { createMemoryStorage } from '@orchard-studio/core/memory';
import type { BrokenAdapter } from './broken-adapter.ts';

function wrapped(change: (store: FeatureStore) => Partial<FeatureStore>): FeatureStore {
  const { features: store } = createMemoryStorage();
  return {
    specVersion: 'v1',
    createFeature: (request) => store.createFeature(request),
    getFeature: (request) => store.getFeature(request),
    findFeature: (request) => store.findFeature(request),
    listFeatures: (request) => store.listFeatures(request),
    setFeaturePhase: (request) => store.setFeaturePhase(request),
    ...change(store),
  };
}

function ignoresProject(): FeatureStore {
  const owners = new Map<Feature['id'], Feature['projectId']>();
  return wrapped((store) => ({
    createFeature: (request) => {
      owners.set(request.feature.id, request.feature.projectId);
      return store.createFeature(request);
    },
    getFeature: ({ projectId, featureId }) =>
      store.getFeature({ projectId: owners.get(featureId) ?? projectId, featureId }),
  }));
}

/** An update that hits no row is no error to it. */
const ignoresMissing = (): FeatureStore =>
  wrapped((store) => ({
    setFeaturePhase: async (request) => {
      if ((await store.getFeature(request)) !== undefined) await store.setFeaturePhase(request);
    },
  }));

/** Feature stores that the kit must refuse. */
export const brokenFeatureStores: readonly BrokenAdapter<FeatureStore>[] = [
  { fault: 'ignores the project', caughtBy: ['project-isolation'], make: ignoresProject },
  {
    fault: 'updates nothing without a word',
    caughtBy: ['unknown-id', 'project-isolation'],
    make: ignoresMissing,
  },
];
