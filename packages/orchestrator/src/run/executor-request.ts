import type { ExecutorRequest, JsonObject } from '@orchard-studio/core';
import type { Board } from '../board/board.ts';
import type { Node } from '../board/node.ts';
import { expand } from '../expression/expand.ts';

/**
 * What the executor of a claimed step is given.
 *
 * @throws EXPRESSION_INVALID
 */
export function executorRequest(board: Board, node: Node): ExecutorRequest {
  const { step, state } = node;
  const { id, tenantId, projectId, tree, inputs } = board.operation;
  const scope = board.scope(node);
  const outputs = (need: Node): JsonObject => need.state.outputs ?? {};
  return {
    operation: { id, tenantId, projectId, tree, inputs },
    step: { ...step, with: expand(step.with, scope), env: { ...scope.env } },
    stepId: state.key,
    matrix: state.matrix,
    attempt: state.attempt,
    needs: Object.fromEntries(node.needs.map((need) => [need.step.key, outputs(need)])),
    idempotencyKey: `${id}/${state.key}`,
    fencingToken: state.epoch,
    checkpoint: state.checkpoint,
  };
}
