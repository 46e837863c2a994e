import type { Storage } from '@orchard-studio/core';
import type { Database } from '../database.ts';
import { createBlueprintStore } from './blueprint-store.ts';
import { createEnvironmentStore } from './environment-store.ts';
import { createFeatureStore } from './feature-store.ts';
import { createProjectStore } from './project-store.ts';
import { createTicketStore } from './ticket-store.ts';

/** All stores but the ledger on one database, whatever its dialect. */
export function createSqlStores(database: Database): Omit<Storage, 'operations'> {
  return {
    projects: createProjectStore(database),
    environments: createEnvironmentStore(database),
    blueprints: createBlueprintStore(database),
    features: createFeatureStore(database),
    tickets: createTicketStore(database),
  };
}
