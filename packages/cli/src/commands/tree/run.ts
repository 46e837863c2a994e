import { dirname, resolve } from 'node:path';
import { isOperationEnd, type Operation, type Plan } from '@orchard-studio/core';
import { hashPlan, planTree } from '@orchard-studio/orchestrator';
import { attend } from '../../trees/attend.ts';
import { enter, type Session, type WorkOptions, withSession } from '../../trees/session.ts';
import { readTree } from '../../trees/tree-files.ts';
import { TENANT, type TreeHome, withTreeHome } from '../../trees/tree-home.ts';
import { type InputOptions, readInputs } from '../../trees/tree-inputs.ts';
import type { CommandContext } from '../context.ts';

export interface RunOptions extends InputOptions, WorkOptions {
  readonly resume?: boolean;
}

/** The latest run of the same plan, unless it succeeded. */
async function findUnfinished({ operations }: TreeHome, plan: Plan): Promise<Operation | undefined> {
  const planHash = hashPlan(plan);
  const all = await operations.listOperations({ tenantId: TENANT });
  const latest = all.find((operation) => operation.planHash === planHash && operation.parent === null);
  return latest?.status === 'succeeded' ? undefined : latest;
}

/** Takes an operation up again: opens an ended one, goes on with one that a killed process left. */
export async function takeUp(session: Session, operation: Operation): Promise<number> {
  const { id: operationId, lastSeq } = operation;
  await session.runner.resume({ operationId });
  return attend(session, operation, lastSeq);
}

/** `orchard tree run FILE`: runs a tree in this terminal, step by step, and remembers what is complete. */
export async function treeRun(given: string, options: RunOptions, context: CommandContext): Promise<number> {
  const { terminal } = context;
  const tree = await readTree(given);
  const plan = planTree(tree);
  const inputs = await readInputs(tree, options);
  const file = resolve(given);
  const place = { file, directory: dirname(file) };
  return withTreeHome({ options, context, make: true }, async (home) => {
    const operation = options.resume === true ? await findUnfinished(home, plan) : undefined;
    const request = { home, context, options, place, plan };
    if (operation !== undefined) {
      const what = isOperationEnd(operation.status) ? operation.status : 'interrupted';
      terminal.line(terminal.style('dim', `Going on with the ${what} run of before, and its inputs.`));
      return withSession({ ...request, operation }, (session) => takeUp(session, operation));
    }
    if (options.resume === true)
      terminal.line(terminal.style('dim', 'Nothing to go on with: starting anew.'));
    return withSession(request, async (session) => {
      const started = await session.runner.start({ tenantId: TENANT, projectId: null, plan, inputs });
      return attend(session, await enter(session, started), 0);
    });
  });
}
