import { existsSync } from 'node:fs';
import { type Operation, OrchardError, type Plan } from '@orchard-studio/core';
import type { Runner } from '@orchard-studio/orchestrator';
import type { CommandContext } from '../commands/context.ts';
import { endLeftovers } from './end-leftovers.ts';
import { shortId } from './operation-ids.ts';
import type { Place } from './run-book.ts';
import { poolsIn } from './tree-files.ts';
import type { HomeOptions, TreeHome } from './tree-home.ts';
import { createTreeRunner } from './tree-runner.ts';

export interface WorkOptions extends HomeOptions {
  /** Work for these pools only. Default: for all that the tree has. */
  readonly pool?: readonly string[];
  /** Steps at once. */
  readonly slots?: number;
}

/** This process at work on an operation. */
export interface Session {
  readonly home: TreeHome;
  readonly context: CommandContext;
  readonly runner: Runner;
  readonly pools: readonly string[];
}

const usesTrees = ({ steps }: Plan): boolean => steps.some(({ uses }) => uses === 'tree');

/** The pools of a tree. Those of its sub-trees are known only by looking at what it may run. */
function poolsOf(plan: Plan, { directory }: Place): readonly string[] {
  const below = usesTrees(plan) ? poolsIn(directory) : [];
  return [...new Set(['default', ...plan.steps.map(({ pool }) => pool), ...below])];
}

/**
 * The folder an operation runs in.
 *
 * @throws NOT_FOUND when it is not known (any more)
 */
export function requirePlace({ book }: TreeHome, { id, tree }: Operation): Place {
  const place = book.placeOf(id);
  const again = 'Go on with: orchard tree run FILE --resume';
  if (place === undefined)
    throw new OrchardError(
      'NOT_FOUND',
      `It is not known in which folder "${tree}" (${shortId(id)}) ran. ${again}`,
    );
  if (!existsSync(place.directory))
    throw new OrchardError('NOT_FOUND', `The folder of "${tree}", ${place.directory}, is gone. ${again}`);
  return place;
}

/** @throws OPERATION_NOT_RESUMABLE */
async function enlist(
  { book, option }: TreeHome,
  { id }: Operation,
  pools: readonly string[],
): Promise<void> {
  const rival = await book.enlist(id, pools);
  if (rival === undefined) return;
  throw new OrchardError(
    'OPERATION_NOT_RESUMABLE',
    `Process ${rival.pid} runs ${shortId(id)}. Watch it: orchard tree logs ${shortId(id)} --follow${option}`,
  );
}

export interface SessionRequest {
  readonly home: TreeHome;
  readonly context: CommandContext;
  readonly options: WorkOptions;
  readonly place: Place;
  readonly plan: Plan;
  /** The operation to take up; undefined when `work` makes one. */
  readonly operation?: Operation;
}

/**
 * Works on an operation for the time of `work`. Nobody else on this machine works for the same pools of it meanwhile.
 *
 * @throws OPERATION_NOT_RESUMABLE when somebody does already
 */
export async function withSession<T>(
  request: SessionRequest,
  work: (session: Session) => Promise<T>,
): Promise<T> {
  const { home, context, options, place, plan, operation } = request;
  const { book } = home;
  const pools = options.pool ?? poolsOf(plan, place);
  if (operation !== undefined) {
    await enlist(home, operation, pools);
    await endLeftovers(home, operation, pools);
    book.setPlace(operation.id, place);
  }
  // Then the process that left steps running is dead, and its leases count for nothing. Operations that are worked on
  // along with this one (sub-trees, others of its group) may be those of living processes.
  const exclusive = operation !== undefined && plan.concurrency === null && !usesTrees(plan);
  const { slots } = options;
  const runner = createTreeRunner({
    ...{ home, context, place, pools, exclusive },
    ...(slots === undefined ? {} : { slots }),
  });
  try {
    return await work({ home, context, runner, pools });
  } finally {
    await runner.close();
    book.leave();
  }
}

/** Enters this process for an operation it has just made. */
export async function enter({ home, pools }: Session, operation: Operation): Promise<Operation> {
  await enlist(home, operation, pools);
  return operation;
}
