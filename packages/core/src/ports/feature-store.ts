import type { BlueprintId, FeatureId, ProjectId } from '../ids.ts';
import type { Feature, LifecyclePhase } from '../model/feature.ts';

/** Keeps Features. A caller has checked the project's tenant before. */
export interface FeatureStore {
  readonly specVersion: 'v1';
  /**
   * Stores the Feature of a Blueprint revision. A revision has one Feature: a second call returns the first one's.
   * A taken slug (within the project) gets the first free suffix `-2`, `-3` …
   */
  createFeature(request: { readonly feature: Feature }): Promise<Feature>;
  getFeature(request: {
    readonly projectId: ProjectId;
    readonly featureId: FeatureId;
  }): Promise<Feature | undefined>;
  findFeature(request: {
    readonly blueprintId: BlueprintId;
    readonly blueprintRevision: number;
  }): Promise<Feature | undefined>;
  /** Newest first. */
  listFeatures(request: { readonly projectId: ProjectId }): Promise<readonly Feature[]>;
  setFeaturePhase(request: {
    readonly projectId: ProjectId;
    readonly featureId: FeatureId;
    readonly phase: LifecyclePhase;
  }): Promise<void>;
}
