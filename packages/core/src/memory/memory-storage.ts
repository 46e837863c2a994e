import { type Clock, systemClock } from '../ports/clock.ts';
import type { Storage } from '../ports/storage.ts';
import { MemoryBlobStore } from './memory-blob-store.ts';
import { MemoryBlueprintStore } from './memory-blueprint-store.ts';
import { MemoryEnvironmentStore } from './memory-environment-store.ts';
import { MemoryFeatureStore } from './memory-feature-store.ts';
import { MemoryOperationStore } from './memory-operation-store.ts';
import { MemoryProjectStore } from './memory-project-store.ts';
import { MemoryTicketStore } from './memory-ticket-store.ts';

/**
 * All stores in this process's memory: nothing survives it. The default of parts that are used without a database,
 * and the reference that other stores are compared with. Records are copied on the way in and out.
 *
 * @example
 * const { projects } = createMemoryStorage();
 * await projects.createProject({ project });
 */
export function createMemoryStorage({
  clock = systemClock,
}: {
  readonly clock?: Clock;
} = {}): Required<Storage> {
  const projects = new MemoryProjectStore();
  return {
    projects,
    environments: new MemoryEnvironmentStore(projects.find),
    blueprints: new MemoryBlueprintStore(),
    features: new MemoryFeatureStore(),
    operations: new MemoryOperationStore(clock),
    tickets: new MemoryTicketStore(),
    blobs: new MemoryBlobStore(clock),
  };
}
