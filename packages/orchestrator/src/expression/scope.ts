import type { JsonObject } from '@orchard-studio/core';

/** What became of a step, as expressions see it. */
export type StepResult = 'success' | 'failure' | 'cancelled' | 'skipped';

/** One step as `needs.<key>` and `steps.<key>` show it. */
export type StepScope = {
  readonly result: StepResult;
  readonly outputs: JsonObject;
};

/** What success(), failure() and cancelled() answer. */
export interface StatusScope {
  readonly success: boolean;
  readonly failure: boolean;
  readonly cancelled: boolean;
}

/** The operation, as `operation` shows it. */
type OperationScope = {
  readonly id: string;
  readonly tree: string;
  /** Of the step: 1 for its first try. Absent where no step runs. */
  readonly attempt?: number;
};

/**
 * Everything an expression can see. Only the contexts that an expression names are read, and of those only the parts
 * it asks for, so that getters and megabytes of outputs cost nothing until they are used.
 */
export interface Scope {
  readonly inputs: JsonObject;
  /** The steps that the step needs, by key. */
  readonly needs: Readonly<Record<string, StepScope>>;
  /** All steps that have ended, by key. */
  readonly steps: Readonly<Record<string, StepScope>>;
  /** The values of the combination; empty for a step without a matrix. */
  readonly matrix: JsonObject;
  readonly operation: OperationScope;
  readonly project: { readonly id: string | null };
  readonly env: Readonly<Record<string, string>>;
  /** What the executor returned; only for the `outputs` of a step. */
  readonly result?: JsonObject;
  readonly status: StatusScope;
}

/** The names an expression may begin with. */
export const CONTEXTS = [
  'inputs',
  'needs',
  'steps',
  'matrix',
  'operation',
  'project',
  'env',
  'result',
] as const satisfies readonly (keyof Scope)[];

export type ContextName = (typeof CONTEXTS)[number];
