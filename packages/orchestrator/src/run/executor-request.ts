import type { ExecutorRequest, JsonObject, PlanStep } from '@orchard-studio/core';
import type { Board } from '../board/board.ts';
import type { Node } from '../board/node.ts';
import { expand } from '../expression/expand.ts';

const isEmpty = (values: object): boolean => Object.keys(values).length === 0;

/** The step with its expressions filled in. Many have nothing to fill in. */
function filledIn(board: Board, node: Node): PlanStep {
  const { step } = node;
  if (isEmpty(step.with) && isEmpty(step.env)) return step;
  const scope = board.scope(node);
  return { ...step, with: expand(step.with, scope), env: { ...scope.env } };
}

/**
 * What the executor of a claimed step is given.
 *
 * @throws EXPRESSION_INVALID
 */
export function executorRequest(board: Board, node: Node): ExecutorRequest {
  const { state } = node;
  const { id, tenantId, projectId, tree, inputs } = board.operation;
  const outputs = (need: Node): JsonObject => need.state.outputs ?? {};
  return {
    operation: { id, tenantId, projectId, tree, inputs },
    step: filledIn(board, node),
    stepId: state.key,
    matrix: state.matrix,
    attempt: state.attempt,
    needs: Object.fromEntries(node.needs.map((need) => [need.step.key, outputs(need)])),
    idempotencyKey: `${id}/${state.key}`,
    fencingToken: state.epoch,
    checkpoint: state.checkpoint,
  };
}
