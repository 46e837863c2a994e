import { type ExecutorContext, type ExecutorEvent, type JsonValue, OrchardError } from '@orchard-studio/core';

/** A context that notes what an executor does with it. */
export interface RecordingContext extends ExecutorContext {
  readonly events: readonly ExecutorEvent[];
  readonly checkpoints: readonly JsonValue[];
  /** Resolves at the first event or beat. */
  readonly begun: Promise<void>;
}

/** Makes one. `signal` never aborts unless given. */
export function recordingContext(signal: AbortSignal = new AbortController().signal): RecordingContext {
  const events: ExecutorEvent[] = [];
  const checkpoints: JsonValue[] = [];
  const { promise: begun, resolve } = Promise.withResolvers<void>();
  return {
    signal,
    events,
    checkpoints,
    begun,
    emit: (event) => {
      events.push(event);
      resolve();
    },
    beat: async ({ checkpoint }) => {
      checkpoints.push(checkpoint);
      resolve();
    },
    readArtifact: async (hash) => {
      throw new OrchardError('NOT_FOUND', `There is no artifact "${hash}".`);
    },
  };
}
