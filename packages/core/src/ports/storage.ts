import type { BlobStore } from './blob-store.ts';
import type { BlueprintStore } from './blueprint-store.ts';
import type { EnvironmentStore } from './environment-store.ts';
import type { FeatureStore } from './feature-store.ts';
import type { OperationStore } from './operation-store.ts';
import type { ProjectStore } from './project-store.ts';
import type { TicketStore } from './ticket-store.ts';

/** The stores an assembly is made of. Each part of the SDK takes only the one it needs. */
export interface Storage {
  readonly projects: ProjectStore;
  readonly environments: EnvironmentStore;
  readonly blueprints: BlueprintStore;
  readonly features: FeatureStore;
  readonly operations: OperationStore;
  readonly tickets: TicketStore;
  /** Keeps what is too large for the others. Stores without one leave it to the assembly. */
  readonly blobs?: BlobStore;
}
