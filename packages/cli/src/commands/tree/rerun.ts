import { dirname, resolve } from 'node:path';
import { isOperationEnd, OrchardError } from '@orchard-studio/core';
import { planTree } from '@orchard-studio/orchestrator';
import { attend } from '../../trees/attend.ts';
import { findOperation, shortId } from '../../trees/operation-ids.ts';
import type { Place } from '../../trees/run-book.ts';
import { enter, requirePlace, type WorkOptions, withSession } from '../../trees/session.ts';
import { readTree } from '../../trees/tree-files.ts';
import { withTreeHome } from '../../trees/tree-home.ts';
import type { CommandContext } from '../context.ts';

export interface RerunOptions extends WorkOptions {
  readonly from: string;
  readonly only?: boolean;
  /** True: the file of the operation as it is now. A text: that file. */
  readonly latest?: boolean | string;
}

/** `orchard tree rerun ID --from STEP`: a new operation that repeats an ended one from a step on. */
export async function treeRerun(id: string, options: RerunOptions, context: CommandContext): Promise<number> {
  return withTreeHome({ options, context }, async (home) => {
    const operation = await findOperation(home, id);
    if (!isOperationEnd(operation.status))
      throw new OrchardError(
        'OPERATION_NOT_RESUMABLE',
        `${shortId(operation.id)} has not ended. Cancel it first: orchard tree cancel ${shortId(operation.id)}${home.option}`,
      );
    const { latest, from, only } = options;
    const file = typeof latest === 'string' ? resolve(latest) : undefined;
    const place: Place =
      file === undefined ? requirePlace(home, operation) : { file, directory: dirname(file) };
    const plan =
      latest === undefined || latest === false ? operation.plan : planTree(await readTree(place.file));
    return withSession({ home, context, options, place, plan }, async (session) => {
      const scope = only === true ? 'only' : 'downstream';
      const started = await session.runner.rerun({ operationId: operation.id, from, scope, plan });
      return attend(session, await enter(session, started), 0);
    });
  });
}
