import { type Operation, type OperationRun, readBuildReport } from '@orchard-studio/core';
import { showError } from '../output/show-error.ts';
import { showReport } from '../output/show-report.ts';
import { oneLine, type Terminal } from '../output/terminal.ts';
import { between } from '../output/time.ts';
import { Approvals } from './approvals.ts';
import { shortId } from './operation-ids.ts';
import { Questioner } from './question.ts';
import type { Session } from './session.ts';
import { Stops } from './stops.ts';
import { watch } from './watch.ts';

const EXIT_FAILED = 1;
export const EXIT_CANCELLED = 130;

/** Tells what a person may do to end an operation, once, twice, three times. */
function stopper({ home, runner, context }: Session, { id }: Operation, terminal: Terminal) {
  const cancel = async (): Promise<void> => {
    await runner.cancel({ operationId: id });
    terminal.line(terminal.style('dim', 'Ctrl-C again shows what still runs.'));
  };
  const tell = async (): Promise<void> => {
    const run = await home.operations.loadRun({ operationId: id });
    const open = run?.steps.filter(({ status }) => status === 'running' || status === 'waiting') ?? [];
    const names = open.map(({ key, startedAt }) =>
      startedAt === null ? key : `${key} (${between(startedAt, null)})`,
    );
    const what =
      names.length === 0
        ? 'Nothing runs any more; the end is being written.'
        : `Still running: ${names.join(', ')}.`;
    terminal.line(terminal.style('yellow', `${what} Ctrl-C once more kills it.`));
  };
  return (count: number): void => {
    // Commands that still run are killed on the way out.
    if (count > 2) process.exit(EXIT_CANCELLED);
    (count === 1 ? cancel() : tell()).catch((error: unknown) =>
      showError(terminal, error, context.env.DEBUG !== undefined),
    );
  };
}

function showOutputs(terminal: Terminal, { outputs }: Operation): void {
  for (const [name, value] of Object.entries(outputs ?? {})) {
    const text = typeof value === 'string' ? value : JSON.stringify(value);
    terminal.line(`${terminal.style('bold', name)} = ${oneLine(text)}`);
  }
}

const STYLES = { succeeded: 'green', cancelled: 'yellow', failed: 'red' } as const;

function showEnd({ home, context: { terminal } }: Session, { operation, steps }: OperationRun): number {
  const { id, status, tree, startedAt, createdAt, finishedAt } = operation;
  showReport(
    terminal,
    steps.map(({ outputs }) => readBuildReport(outputs)),
  );
  showOutputs(terminal, operation);
  const style = status === 'succeeded' || status === 'cancelled' ? STYLES[status] : STYLES.failed;
  const took = between(startedAt ?? createdAt, finishedAt);
  terminal.line(
    `${terminal.style(style, `${oneLine(tree)} ${status}`)} ${terminal.style('dim', `after ${took}`)}`,
  );
  if (status === 'succeeded') return 0;
  const again = `Go on from there: orchard tree resume ${shortId(id)}${home.option}`;
  terminal.line(terminal.style('dim', again));
  return status === 'cancelled' ? EXIT_CANCELLED : EXIT_FAILED;
}

function showStart({ home, context: { terminal }, pools }: Session, { id, tree, plan }: Operation): void {
  terminal.line(`${terminal.style('bold', oneLine(tree))}  ${terminal.style('dim', shortId(id))}`);
  const elsewhere = [...new Set(plan.steps.map(({ pool }) => pool))].filter((pool) => !pools.includes(pool));
  for (const pool of elsewhere)
    terminal.line(
      terminal.style(
        'yellow',
        `Steps for the pool ${pool} wait for: orchard tree resume ${shortId(id)} --pool ${pool}${home.option}`,
      ),
    );
}

/**
 * Shows an operation that this process works on until it ends: Ctrl-C cancels, approvals are asked for.
 *
 * @param after - cursor: earlier events are not shown.
 * @returns the exit code.
 */
export async function attend(session: Session, operation: Operation, after: number): Promise<number> {
  const { home, context, runner } = session;
  const questioner = new Questioner(context, () => stops.stop());
  const { terminal } = questioner;
  const stops = new Stops(stopper(session, operation, terminal));
  // Nobody reads what is printed any more.
  context.stdout.once('error', stops.stop);
  const approvals = new Approvals(session, questioner);
  showStart(session, operation);
  try {
    const { operations } = home;
    const events = runner.events.bind(runner);
    await watch(
      { operations, terminal, events, live: true, onEvent: (of, event) => approvals.on(of, event) },
      operation,
      { after },
    );
    await runner.wait({ operationId: operation.id });
    await approvals.close();
    const run = await operations.loadRun({ operationId: operation.id });
    return run === undefined ? EXIT_FAILED : showEnd(session, run);
  } finally {
    context.stdout.off('error', stops.stop);
    stops.close();
  }
}
