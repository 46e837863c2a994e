import {
  isJsonObject,
  type JsonObject,
  type Operation,
  type OperationStore,
  OrchardError,
  type Plan,
} from '@orchard-studio/core';
import type { Node } from '../board/node.ts';
import type { StartRequest } from './new-operation.ts';
import type { RunnerOptions } from './runner-options.ts';

/** Sub-trees within sub-trees. */
const MAX_DEPTH = 8;

/** @throws INVALID_INPUT when a tree calls itself without end */
export async function requireShallow(
  parent: Operation,
  store: Pick<OperationStore, 'getOperation'>,
): Promise<void> {
  const { tenantId } = parent;
  let above: Operation | undefined = parent;
  for (let depth = 1; above?.parent; depth += 1) {
    if (depth >= MAX_DEPTH)
      throw new OrchardError(
        'INVALID_INPUT',
        `"${parent.tree}" stands ${MAX_DEPTH} sub-trees deep; no more may be started below it.`,
      );
    above = await store.getOperation({ tenantId, operationId: above.parent.operationId });
  }
}

/**
 * The start of a sub-tree for a step. The same for every worker that takes the step up, so that it starts once.
 *
 * @throws TREE_NOT_FOUND, INVALID_INPUT
 */
export function childRequest(
  call: { readonly parent: Operation; readonly node: Node; readonly parameters: JsonObject },
  trees: RunnerOptions['trees'],
): StartRequest & { readonly plan: Plan } {
  const { parent, node, parameters } = call;
  const { tree, inputs = {} } = parameters;
  if (typeof tree !== 'string' || !isJsonObject(inputs))
    throw new OrchardError('INVALID_INPUT', `"${node.state.key}": with.tree must be the name of a tree.`);
  if (trees === undefined)
    throw new OrchardError('TREE_NOT_FOUND', `There is no tree "${tree}": this runner knows no sub-trees.`);
  const prepared = trees(tree, inputs);
  const { tenantId, projectId, id } = parent;
  const idempotencyKey = `${id}/${node.state.key}/${node.state.epoch}`;
  return { tenantId, projectId, plan: prepared.plan, inputs: prepared.inputs, idempotencyKey };
}
