import { isOperationEnd, OrchardError, planKeyOf } from '@orchard-studio/core';
import { createRunner } from '@orchard-studio/orchestrator';
import { oneLine } from '../../output/terminal.ts';
import { findOperation, shortId } from '../../trees/operation-ids.ts';
import { Stops } from '../../trees/stops.ts';
import { type HomeOptions, withTreeHome } from '../../trees/tree-home.ts';
import { pastEvents, watch } from '../../trees/watch.ts';
import type { CommandContext } from '../context.ts';

export interface LogsOptions extends HomeOptions {
  readonly follow?: boolean;
  readonly step?: string;
}

/** `orchard tree logs ID`: what happened, and with `--follow` what happens. Leaving stops nothing. */
export async function treeLogs(id: string, options: LogsOptions, context: CommandContext): Promise<number> {
  const { terminal } = context;
  return withTreeHome({ options, context }, async (home) => {
    const operation = await findOperation(home, id);
    const { operations } = home;
    const { step, follow = false } = options;
    const keys = operation.plan.steps.map(({ key }) => key);
    if (step !== undefined && !keys.includes(planKeyOf(step)))
      throw new OrchardError(
        'NOT_FOUND',
        `"${operation.tree}" has no step "${step}". It has: ${keys.join(', ')}.`,
      );
    const left = new AbortController();
    const leave = (): void => left.abort(new Error('No longer watched.'));
    const stops = new Stops(leave);
    context.stdout.once('error', leave);
    // Only reads: without `start` or `resume` a runner does nothing by itself.
    const runner = createRunner({ store: operations, executors: {} });
    try {
      const live = follow && !isOperationEnd(operation.status);
      const events = live ? runner.events.bind(runner) : pastEvents(operations);
      const only = step === undefined ? {} : { step };
      await watch({ operations, terminal, events, live, signal: left.signal, ...only }, operation);
    } finally {
      context.stdout.off('error', leave);
      stops.close();
      await runner.close();
    }
    const now = await operations.peek({ operationId: operation.id });
    if (step === undefined && now !== undefined)
      terminal.line(
        terminal.style('dim', `${oneLine(operation.tree)} ${shortId(operation.id)}: ${now.status}`),
      );
    return 0;
  });
}
