import type { OperationId, ProjectId, TenantId } from '../ids.ts';
import type { JsonObject, JsonValue } from '../json.ts';
import type { PlanStep } from '../operation/plan.ts';

/** One attempt of one step. */
export interface ExecutorRequest {
  readonly operation: {
    readonly id: OperationId;
    readonly tenantId: TenantId;
    readonly projectId: ProjectId | null;
    readonly tree: string;
    readonly inputs: JsonObject;
  };
  /** As planned, with the expressions of `with` and `env` filled in. */
  readonly step: PlanStep;
  /** The step's key, or for a combination of a matrix that with its place: `test.2`. */
  readonly stepId: string;
  /** Values of the combination; null without a matrix. */
  readonly matrix: JsonObject | null;
  /** 1 for the first try of the step. */
  readonly attempt: number;
  /** Outputs of the steps it needs, by key. Large values are references; see `readArtifact`. */
  readonly needs: Readonly<Record<string, JsonObject>>;
  /** The same for every attempt of this step: give it to whatever must happen once. */
  readonly idempotencyKey: string;
  /** Rises with every claim: give it to whatever must refuse a late writer. */
  readonly fencingToken: number;
  /** What an earlier, interrupted attempt saved with `beat`. */
  readonly checkpoint: JsonValue | null;
}

export type ExecutorEvent =
  | {
      readonly type: 'log';
      readonly level: 'debug' | 'info' | 'warn' | 'error';
      readonly message: string;
    }
  | { readonly type: 'progress'; readonly progress: number; readonly message?: string }
  | { readonly type: 'artifact'; readonly message: string; readonly data: JsonObject };

export interface ExecutorContext {
  /** Adds to the operation's event log. Never blocks; lines are batched. */
  emit(event: ExecutorEvent): void;
  /** Saves a checkpoint to go on from when the process dies. */
  beat(report: { readonly checkpoint: JsonValue }): Promise<void>;
  /**
   * Reads a value that stands in `needs`, or in the step's `with`, as a reference: `{ "$artifact": hash, "bytes": n }`.
   *
   * @throws NOT_FOUND when nothing is kept under this hash; PORT_MISSING without a BlobStore; STORAGE_CORRUPT
   */
  readArtifact(hash: string): Promise<JsonValue>;
  /** Aborts on cancel, on timeout, and when the attempt has been taken over. */
  readonly signal: AbortSignal;
}

export type ExecutorOutcome =
  | {
      readonly status: 'succeeded';
      /** Of more than 64 KB the largest values are kept in the BlobStore. */
      readonly outputs: JsonObject;
      /** Where the result can be seen; shown on the operation's last event. */
      readonly url?: string;
    }
  | {
      readonly status: 'failed';
      readonly error: { readonly code: string; readonly message: string };
      /** False when another attempt would fail the same way. */
      readonly retryable: boolean;
    };

/** Runs attempts of steps. Throwing counts as a retryable failure, except for an abort. */
export interface Executor {
  readonly specVersion: 'v1';
  /** Adapter name for logs and errors. */
  readonly name: string;
  execute(request: ExecutorRequest, context: ExecutorContext): Promise<ExecutorOutcome>;
}
