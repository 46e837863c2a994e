import { type Executor, type IdGenerator, operationIdSchema, randomIds } from '@orchard-studio/core';
import { createHttpExecutor, createShellExecutor } from '@orchard-studio/local';
import { createRunner, type Runner } from '@orchard-studio/orchestrator';
import type { CommandContext } from '../commands/context.ts';
import type { Place } from './run-book.ts';
import { treesIn } from './tree-files.ts';
import type { TreeHome } from './tree-home.ts';

/** What a command of a tree sees of the environment: enough to find programs, no secrets. */
const PASSED_ON = ['PATH', 'HOME', 'LANG', 'LC_ALL', 'TERM', 'TMPDIR', 'TZ', 'USER'];
/** Short, since people wait in front of a terminal when a process was killed. */
const LEASE_MS = 5_000;

export interface TreeRunnerOptions {
  readonly home: TreeHome;
  readonly context: CommandContext;
  readonly place: Place;
  /** None: the runner only records decisions, and leaves the work to the process that does it. */
  readonly pools: readonly string[];
  readonly slots?: number;
  /** No other process works on the operation, not even one that has fallen silent. */
  readonly exclusive?: boolean;
}

/** Runs commands in the folder of their own operation, which is not this one's when it stood in the way of its group. */
function shellFor({ home, context: { env }, place }: TreeRunnerOptions): Executor {
  const passed = PASSED_ON.flatMap((name) => (env[name] === undefined ? [] : [[name, env[name]] as const]));
  return {
    specVersion: 'v1',
    name: 'shell',
    execute: (request, context) => {
      const { directory } = home.book.placeOf(request.operation.id) ?? place;
      return createShellExecutor({ directory, env: Object.fromEntries(passed) }).execute(request, context);
    },
  };
}

/** Every operation, sub-trees included, is entered with its folder before it is stored: no kill can come in between. */
const enteringIds = ({ home, place }: TreeRunnerOptions): IdGenerator => ({
  next: (kind) => {
    const id = randomIds.next(kind);
    if (kind === 'operation') home.book.setPlace(operationIdSchema.parse(id), place);
    return id;
  },
});

/** A runner for the operations of one tree file. */
export function createTreeRunner(options: TreeRunnerOptions): Runner {
  const { home, place, pools, slots, exclusive = false } = options;
  return createRunner({
    store: home.operations,
    blobs: home.blobs,
    executors: { shell: shellFor(options), http: createHttpExecutor() },
    trees: treesIn(place.directory),
    ids: enteringIds(options),
    leaseMs: LEASE_MS,
    pools,
    exclusive,
    ...(slots === undefined ? {} : { slots }),
  });
}
