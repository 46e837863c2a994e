import { OrchardError } from '@orchard-studio/core';
import { findOperation, rootOf, shortId } from '../../trees/operation-ids.ts';
import { requirePlace, type WorkOptions, withSession } from '../../trees/session.ts';
import { withTreeHome } from '../../trees/tree-home.ts';
import type { CommandContext } from '../context.ts';
import { takeUp } from './run.ts';

/** `orchard tree resume ID`: runs what did not succeed again; completed steps keep their outputs. */
export async function treeResume(id: string, options: WorkOptions, context: CommandContext): Promise<number> {
  return withTreeHome({ options, context }, async (home) => {
    const operation = await findOperation(home, id);
    const { status, plan } = operation;
    if (operation.parent !== null) {
      const root = shortId((await rootOf(home, operation)).id);
      throw new OrchardError(
        'OPERATION_NOT_RESUMABLE',
        `${shortId(operation.id)} is a sub-tree of ${root}. Resume that one: orchard tree resume ${root}${home.option}`,
      );
    }
    if (status === 'succeeded')
      throw new OrchardError(
        'OPERATION_NOT_RESUMABLE',
        `${shortId(operation.id)} succeeded. To repeat steps: orchard tree rerun ${shortId(operation.id)} --from STEP${home.option}`,
      );
    const place = requirePlace(home, operation);
    return withSession({ home, context, options, place, plan, operation }, (session) =>
      takeUp(session, operation),
    );
  });
}
