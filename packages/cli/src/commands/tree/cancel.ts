import { setTimeout as sleep } from 'node:timers/promises';
import { isOperationEnd, type Operation, OrchardError } from '@orchard-studio/core';
import { attend, EXIT_CANCELLED } from '../../trees/attend.ts';
import { findOperation, rootOf, shortId } from '../../trees/operation-ids.ts';
import { requirePlace, type WorkOptions, withSession } from '../../trees/session.ts';
import { type TreeHome, withTreeHome } from '../../trees/tree-home.ts';
import type { CommandContext } from '../context.ts';

const LOOK_MS = 200;

/** Waits for the process that runs it; undefined when that one is gone before the end. */
async function waitForEnd({ operations, book }: TreeHome, { id }: Operation, root: Operation) {
  while (true) {
    const pulse = await operations.peek({ operationId: id });
    if (pulse === undefined || isOperationEnd(pulse.status)) return pulse?.status;
    if ((await book.workersOf(root.id)).length === 0) return undefined;
    await sleep(LOOK_MS);
  }
}

/** Nobody runs it: the steps of `finally` run here. */
async function cleanUp(
  home: TreeHome,
  root: Operation,
  { options, context }: CancelRequest,
): Promise<number> {
  const place = requirePlace(home, root);
  context.terminal.line('No process runs it; cleaning up here.');
  return withSession({ home, context, options, place, plan: root.plan, operation: root }, async (session) => {
    await session.runner.resume({ operationId: root.id });
    const code = await attend(session, root, root.lastSeq);
    return code === EXIT_CANCELLED ? 0 : code;
  });
}

interface CancelRequest {
  readonly options: WorkOptions;
  readonly context: CommandContext;
}

/** `orchard tree cancel ID`: stops an operation, wherever it runs, and returns once `finally` is done. */
export async function treeCancel(id: string, options: WorkOptions, context: CommandContext): Promise<number> {
  const { terminal } = context;
  return withTreeHome({ options, context }, async (home) => {
    const operation = await findOperation(home, id);
    const asked = await home.operations.requestCancel({
      operationId: operation.id,
      at: new Date().toISOString(),
    });
    if (!asked)
      throw new OrchardError(
        'NOT_FOUND',
        `${shortId(operation.id)} has ${operation.status} already: there is nothing to cancel.`,
      );
    const root = await rootOf(home, operation);
    const [worker] = await home.book.workersOf(root.id);
    if (worker !== undefined)
      terminal.line(terminal.style('dim', `Cancelling; process ${worker.pid} stops its steps …`));
    const status = worker === undefined ? undefined : await waitForEnd(home, operation, root);
    if (status === undefined) return cleanUp(home, root, { options, context });
    terminal.line(`${operation.tree} ${status}`);
    // It may have come to its end first.
    return status === 'failed' ? 1 : 0;
  });
}
