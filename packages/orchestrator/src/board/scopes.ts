import { type JsonObject, type JsonValue, type Operation, OrchardError } from '@orchard-studio/core';
import { expand } from '../expression/expand.ts';
import type { Scope, StepScope } from '../expression/scope.ts';
import { hasFailureAbove, type Node, resultOf } from './node.ts';

const stepScope = (node: Node): StepScope => ({
  result: resultOf(node) ?? 'skipped',
  outputs: node.state.outputs ?? {},
});

interface Surroundings {
  readonly operation: Operation;
  readonly nodes: ReadonlyMap<string, Node>;
  /** True while steps of `finally` may run: everything else has ended. */
  readonly mainFailed: boolean;
  readonly cancelling: boolean;
}

type Env = Readonly<Record<string, string>>;

function makeScope(
  node: Node,
  around: Surroundings,
  own: { readonly env: () => Env; readonly result?: JsonObject },
): Scope {
  const { operation, cancelling, nodes } = around;
  const { step, state, needs } = node;
  const failure = hasFailureAbove(node) || (step.finally && around.mainFailed);
  const skipped = needs.some((need) => resultOf(need) === 'skipped');
  return {
    inputs: operation.inputs,
    get needs() {
      return Object.fromEntries(needs.map((need) => [need.step.key, stepScope(need)]));
    },
    get steps() {
      return stepsScope(nodes);
    },
    matrix: state.matrix ?? {},
    operation: { id: operation.id, tree: operation.tree, attempt: state.attempt },
    project: { id: operation.projectId },
    get env() {
      return own.env();
    },
    ...(own.result === undefined ? {} : { result: own.result }),
    status: { success: !failure && !skipped && !cancelling, failure, cancelled: cancelling },
  };
}

/** The environment of a step with its expressions filled in. They do not see each other. */
function expandEnv(node: Node, around: Surroundings): Env {
  const values = expand(node.step.env, makeScope(node, around, { env: () => ({}) }));
  const textOf = (value: JsonValue): string => (typeof value === 'string' ? value : JSON.stringify(value));
  return Object.fromEntries(Object.entries(values).map(([name, value]) => [name, textOf(value)]));
}

/**
 * What the expressions of a step see. Its parts are made when they are asked for: most steps have no expressions.
 * Reading `env` throws EXPRESSION_INVALID when an expression of the step's environment fails.
 */
export function scopeOf(node: Node, around: Surroundings, result?: JsonObject): Scope {
  const env = (): Env => expandEnv(node, around);
  return makeScope(node, around, result === undefined ? { env } : { env, result });
}

/** What the `outputs` of a tree see. */
export function operationScope(operation: Operation, nodes: ReadonlyMap<string, Node>): Scope {
  return {
    inputs: operation.inputs,
    needs: {},
    get steps() {
      return stepsScope(nodes);
    },
    matrix: {},
    operation: { id: operation.id, tree: operation.tree },
    project: { id: operation.projectId },
    env: {},
    status: { success: true, failure: false, cancelled: false },
  };
}

/** Every step of the plan that has ended, by key. */
function stepsScope(nodes: ReadonlyMap<string, Node>): Readonly<Record<string, StepScope>> {
  const ended = [...nodes].filter(([, node]) => resultOf(node) !== undefined);
  return Object.fromEntries(ended.map(([key, node]) => [key, stepScope(node)]));
}

/** A step's failure for an error that an expression of it raised. */
export function expressionFailure(error: unknown): {
  readonly status: 'failed';
  readonly error: { readonly code: string; readonly message: string };
  readonly retryable: false;
} {
  if (!(error instanceof OrchardError)) throw error;
  return { status: 'failed', error: { code: error.code, message: error.message }, retryable: false };
}
