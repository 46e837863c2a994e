import type { Storage } from '@orchard-studio/core';
import type { Database } from '../database.ts';
import { createBlueprintStore } from './blueprint-store.ts';
import { createEnvironmentStore } from './environment-store.ts';
import { createFeatureStore } from './feature-store.ts';
import { createOperationStore } from './operation-store.ts';
import { createProjectStore } from './project-store.ts';

/** All stores on one database, whatever its dialect. */
export function createSqlStorage(database: Database): Storage {
  return {
    projects: createProjectStore(database),
    environments: createEnvironmentStore(database),
    blueprints: createBlueprintStore(database),
    features: createFeatureStore(database),
    operations: createOperationStore(database),
  };
}
