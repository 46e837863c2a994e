import type { BlueprintId, FeatureId, ProjectId } from '../ids.ts';
import type { Feature, LifecyclePhase } from '../model/feature.ts';
import type { FeatureStore } from '../ports/feature-store.ts';
import { newestFirst } from './newest-first.ts';
import { firstFreeSlug } from './rules/free-slug.ts';
import { idTaken, notFound } from './rules/refusals.ts';

interface FeatureKey {
  readonly projectId: ProjectId;
  readonly featureId: FeatureId;
}

interface BlueprintRevision {
  readonly blueprintId: BlueprintId;
  readonly blueprintRevision: number;
}

export class MemoryFeatureStore implements FeatureStore {
  readonly specVersion = 'v1';
  readonly #features = new Map<FeatureId, Feature>();

  async createFeature({ feature }: { readonly feature: Feature }): Promise<Feature> {
    const earlier = this.#ofRevision(feature);
    if (earlier !== undefined) return structuredClone(earlier);
    if (this.#features.has(feature.id)) throw idTaken('feature', feature.id);
    const taken = new Set(this.#ofProject(feature.projectId).map(({ slug }) => slug));
    const slug = firstFreeSlug(feature.slug, (candidate) => taken.has(candidate));
    const stored = { ...structuredClone(feature), slug };
    this.#features.set(feature.id, stored);
    return structuredClone(stored);
  }

  async getFeature(request: FeatureKey): Promise<Feature | undefined> {
    return structuredClone(this.#get(request));
  }

  async findFeature(request: BlueprintRevision): Promise<Feature | undefined> {
    return structuredClone(this.#ofRevision(request));
  }

  async listFeatures(request: { readonly projectId: ProjectId }): Promise<readonly Feature[]> {
    return structuredClone(newestFirst(this.#ofProject(request.projectId)));
  }

  async setFeaturePhase(request: FeatureKey & { readonly phase: LifecyclePhase }): Promise<void> {
    const feature = this.#get(request);
    if (feature === undefined) throw notFound('feature', request.featureId);
    this.#features.set(feature.id, { ...feature, phase: request.phase });
  }

  #get({ projectId, featureId }: FeatureKey): Feature | undefined {
    const feature = this.#features.get(featureId);
    return feature?.projectId === projectId ? feature : undefined;
  }

  #ofRevision({ blueprintId, blueprintRevision }: BlueprintRevision): Feature | undefined {
    return this.#features
      .values()
      .find((one) => one.blueprintId === blueprintId && one.blueprintRevision === blueprintRevision);
  }

  #ofProject(projectId: ProjectId): IteratorObject<Feature> {
    return this.#features.values().filter((feature) => feature.projectId === projectId);
  }
}
