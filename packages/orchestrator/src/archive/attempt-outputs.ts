import {
  type BlobStore,
  type Clock,
  type JsonObject,
  MAX_INLINE_OUTPUT_BYTES,
  type NamedArtifact,
  type NewOperationEvent,
} from '@orchard-studio/core';
import { artifactEvents } from './artifact-events.ts';
import { keepLarge } from './keep-large.ts';

export interface AttemptOutputsOptions {
  readonly blobs: BlobStore | undefined;
  readonly clock: Clock;
  /** What the step's `outputs` make of what its executor returned. */
  readonly shape: (result: JsonObject) => JsonObject;
  /** Ends the wait for a BlobStore; asked for only when there is one. */
  readonly signal: () => AbortSignal;
}

/** What an attempt puts out, as it is recorded. */
export class AttemptOutputs {
  readonly #options: AttemptOutputsOptions;
  #artifacts: readonly NamedArtifact[] = [];

  constructor(options: AttemptOutputsOptions) {
    this.#options = options;
  }

  /**
   * Most outputs are small: then there is nothing to wait for.
   *
   * @throws EXPRESSION_INVALID, OUTPUTS_TOO_LARGE, what the BlobStore throws
   */
  of(result: JsonObject): JsonObject | Promise<JsonObject> {
    const outputs = this.#options.shape(result);
    // A character has three bytes of UTF-8 at most.
    if (JSON.stringify(outputs).length * 3 <= MAX_INLINE_OUTPUT_BYTES) return outputs;
    return this.#keep(outputs);
  }

  /** Tells of what is kept elsewhere. `origin` is what the events of the attempt have in common. */
  events(
    origin: Omit<NewOperationEvent, 'type' | 'timestamp'>,
    timestamp: () => string,
  ): readonly NewOperationEvent[] {
    if (this.#artifacts.length === 0) return [];
    return artifactEvents(this.#artifacts, { ...origin, timestamp: timestamp() });
  }

  async #keep(large: JsonObject): Promise<JsonObject> {
    const { blobs, clock, signal } = this.#options;
    const { outputs, artifacts } = await keepLarge(large, { blobs, clock, signal: signal() });
    this.#artifacts = artifacts;
    return outputs;
  }
}
