import { ID_PREFIXES, type Operation, type OperationId, OrchardError } from '@orchard-studio/core';
import { TENANT, type TreeHome } from './tree-home.ts';

const PREFIX = `${ID_PREFIXES.operation}_`;
const SHORT = 8;
const MAX_SHOWN = 5;

/** The beginning of an id: enough to tell it from millions of others, short enough to type. */
export const shortId = (id: OperationId): string => id.slice(0, PREFIX.length + SHORT);

/**
 * Finds an operation by its id, by the beginning of its id (with or without `op_`), or by the word `latest`.
 *
 * @throws NOT_FOUND, INVALID_INPUT when several begin like that
 */
export async function findOperation({ operations }: TreeHome, text: string): Promise<Operation> {
  const all = await operations.listOperations({ tenantId: TENANT });
  if (text === 'latest') {
    const latest = all.find(({ parent }) => parent === null);
    if (latest !== undefined) return latest;
    throw new OrchardError('NOT_FOUND', 'No tree was run here yet. Run one: orchard tree run FILE');
  }
  const start = text.startsWith(PREFIX) ? text : PREFIX + text;
  const found = all.filter(({ id }) => id.startsWith(start));
  const [first, second] = found;
  if (first === undefined || start === PREFIX)
    throw new OrchardError(
      'NOT_FOUND',
      `There is no operation "${text}". See which there are: orchard tree ls`,
    );
  if (second === undefined || first.id === start) return first;
  const shown = found.slice(0, MAX_SHOWN).map(({ id, tree }) => `${id} (${tree})`);
  const more = found.length > MAX_SHOWN ? ', …' : '';
  throw new OrchardError(
    'INVALID_INPUT',
    `Several operations begin with "${text}": ${shown.join(', ')}${more}. Give more of the id.`,
  );
}

/** The operation at the top of a sub-tree: the one that a person started. */
export async function rootOf({ operations }: TreeHome, operation: Operation): Promise<Operation> {
  let root = operation;
  while (root.parent !== null) {
    const above = await operations.getOperation({ tenantId: TENANT, operationId: root.parent.operationId });
    if (above === undefined) return root;
    root = above;
  }
  return root;
}
