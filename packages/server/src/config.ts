import type { Proposer } from '@orchard-studio/architect';
import type { ModelProposerOptions } from '@orchard-studio/architect/model';
import type {
  BlobStore,
  Clock,
  Deployer,
  Executor,
  IdGenerator,
  LanguageModel,
  Logger,
  Metrics,
  Redactor,
  Storage,
  TemplateView,
  Tracer,
} from '@orchard-studio/core';
import type { OperationHints, Retention } from '@orchard-studio/orchestrator';
import type { StreamOptions } from './streams/streams.ts';

/** Knows the templates that apps are composed of. */
export interface TemplateProvider {
  list(): Promise<readonly TemplateView[]>;
}

/** What a host assembles. A missing optional port disables just its features, with a clear error. */
export interface OrchardConfig {
  readonly storage: Storage;
  /**
   * Keeps large outputs of steps, and the logs of old operations. Default: that of the storage. Without one, outputs of
   * more than 64 KB fail their step, and logs stay in the storage.
   */
  readonly blobs?: BlobStore;
  /** What `maintain` archives and deletes. Default: logs are archived after 7 days, nothing is deleted. */
  readonly retention?: Retention;
  /** Executors by the name trees use them with. `deploy` is added when a deployer is given. */
  readonly executors: Readonly<Record<string, Executor>>;
  /** Trees as YAML text; `build-feature` is the one that builds a Blueprint. */
  readonly trees: readonly string[];
  /** Runs apps. Without it, nothing can be deployed. */
  readonly deployer?: Deployer;
  /** Lists the templates of the builder. Without it, they cannot be listed. */
  readonly templates?: TemplateProvider;
  /**
   * Interviews people. Where it cannot be reached, the guided interviewer answers; without one, it always does. `proposer`
   * takes its place.
   */
  readonly languageModel?: LanguageModel;
  /** How the model interviews: its persona, what it knows about the host, its limit. */
  readonly architect?: Pick<ModelProposerOptions, 'persona' | 'hostContext' | 'maxOutputTokens' | 'onUsage'>;
  /** Words replies and proposes operations, instead of a language model or the guided interviewer. */
  readonly proposer?: Proposer;
  readonly clock?: Clock;
  readonly ids?: IdGenerator;
  readonly logger?: Logger;
  /** Takes measurements; see `./prometheus`. Default: none are taken. */
  readonly metrics?: Metrics;
  /** Takes down what ran when; see `./opentelemetry`. Default: nothing is taken down. */
  readonly tracer?: Tracer;
  readonly redactor?: Redactor;
  /** How live streams behave. */
  readonly streams?: StreamOptions;
  /** Wakes readers of event logs over processes. Default: hints within this process. */
  readonly hints?: OperationHints;
  /** Set when no other process works on this storage: work left by a killed process is taken over at once. */
  readonly exclusive?: boolean;
}

/** The configuration with every default filled in: what use cases work with. */
export interface Ports {
  readonly storage: Storage;
  readonly blobs: BlobStore | undefined;
  readonly deployer: Deployer | undefined;
  readonly clock: Clock;
  readonly ids: IdGenerator;
  readonly logger: Logger;
}
