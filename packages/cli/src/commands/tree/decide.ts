import { OrchardError, planKeyOf } from '@orchard-studio/core';
import { deciderOf } from '../../trees/approvals.ts';
import { findOperation, rootOf, shortId } from '../../trees/operation-ids.ts';
import { requirePlace } from '../../trees/session.ts';
import { type HomeOptions, type TreeHome, withTreeHome } from '../../trees/tree-home.ts';
import { createTreeRunner } from '../../trees/tree-runner.ts';
import type { CommandContext } from '../context.ts';

export interface DecideOptions extends HomeOptions {
  readonly comment?: string;
}

export interface Decided extends DecideOptions {
  readonly id: string;
  readonly step: string;
  readonly decision: 'approved' | 'rejected';
}

/** Names what does wait, since a step's key is easily mistyped. */
async function requireWaiting(
  home: TreeHome,
  operation: Awaited<ReturnType<typeof findOperation>>,
  step: string,
) {
  const run = await home.operations.loadRun({ operationId: operation.id });
  const isApproval = (key: string): boolean =>
    operation.plan.steps.some((planned) => planned.uses === 'approval' && planned.key === planKeyOf(key));
  const waiting = run?.steps.filter(({ key, status }) => status === 'waiting' && isApproval(key)) ?? [];
  const keys = waiting.map(({ key }) => key);
  if (keys.includes(step)) return;
  const what = keys.length === 0 ? 'No step of it waits for approval now' : `What waits: ${keys.join(', ')}`;
  throw new OrchardError(
    'STEP_NOT_WAITING',
    `Step "${step}" of ${shortId(operation.id)} does not wait for approval. ${what}.`,
  );
}

/** `orchard tree approve|reject ID STEP`: decides on a step that waits, whichever process runs the operation. */
export async function treeDecide(given: Decided, context: CommandContext): Promise<number> {
  const { id, step, decision, comment } = given;
  const { terminal } = context;
  return withTreeHome({ options: given, context }, async (home) => {
    const operation = await findOperation(home, id);
    await requireWaiting(home, operation, step);
    const place = requirePlace(home, operation);
    // Without pools: what becomes possible now is not done here, but by the process that runs the operation.
    const runner = createTreeRunner({ home, context, place, pools: [] });
    try {
      const by = deciderOf(context);
      await runner.decide({
        operationId: operation.id,
        step,
        decision,
        by,
        ...(comment === undefined ? {} : { comment }),
      });
    } finally {
      await runner.close();
    }
    const root = await rootOf(home, operation);
    const [worker] = await home.book.workersOf(root.id);
    terminal.line(`${terminal.style('green', '✓')} ${step} of ${shortId(operation.id)} is ${decision}.`);
    const next =
      worker === undefined
        ? `No process runs it now. Go on: orchard tree resume ${shortId(root.id)}${home.option}`
        : `Process ${worker.pid} goes on. Watch it: orchard tree logs ${shortId(root.id)} --follow${home.option}`;
    terminal.line(terminal.style('dim', next));
    return 0;
  });
}
