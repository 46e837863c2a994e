import { mkdir, readFile } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import {
  isOperationEnd,
  type JsonObject,
  type Operation,
  type OperationStore,
  OrchardError,
  readBuildReport,
  tenantIdSchema,
} from '@orchard-studio/core';
import { createShellExecutor } from '@orchard-studio/local';
import {
  createRunner,
  hashPlan,
  parseTree,
  planTree,
  type Runner,
  resolveInputs,
} from '@orchard-studio/orchestrator';
import { createSqliteStorage } from '@orchard-studio/storage-kysely';
import { showError } from '../output/show-error.ts';
import { showEvent } from '../output/show-event.ts';
import { showReport } from '../output/show-report.ts';
import type { CommandContext } from './context.ts';
import { onStop } from './on-stop.ts';

export interface TreeRunOptions {
  readonly input: readonly string[];
  readonly resume?: boolean;
  readonly home?: string;
}

const tenantId = tenantIdSchema.parse('local');
/** What a command of a tree sees of the environment: enough to find programs, no secrets. */
const PASSED_ON = ['PATH', 'HOME', 'LANG', 'LC_ALL', 'TERM', 'TMPDIR', 'TZ', 'USER'];
const EXIT_FAILED = 1;
const EXIT_CANCELLED = 130;

function parseInputs(pairs: readonly string[]): JsonObject {
  const entries = pairs.map((pair) => {
    const at = pair.indexOf('=');
    if (at < 1) throw new OrchardError('INVALID_INPUT', `--input takes name=value, not "${pair}".`);
    return [pair.slice(0, at), pair.slice(at + 1)] as const;
  });
  return Object.fromEntries(entries);
}

async function readTree(file: string): Promise<string> {
  try {
    return await readFile(file, 'utf8');
  } catch (error) {
    throw new OrchardError('TREE_NOT_FOUND', `The tree ${file} cannot be read.`, { cause: error });
  }
}

/** Cancels when told to stop, and when nobody reads what is printed any more. */
function cancelOnStop(runner: Runner, { id: operationId }: Operation, context: CommandContext): void {
  const readerGone = new Promise((resolve) => context.stdout.once('error', resolve));
  Promise.race([onStop(), readerGone])
    .then(() => runner.cancel({ operationId }))
    .catch((error: unknown) => showError(context.terminal, error, context.env.DEBUG !== undefined));
}

/** What runs the tree, and where it keeps what it did. */
interface Running {
  readonly runner: Runner;
  readonly operations: OperationStore;
}

async function follow(
  { runner, operations }: Running,
  operation: Operation,
  context: CommandContext,
): Promise<number> {
  const { terminal } = context;
  cancelOnStop(runner, operation, context);
  for await (const event of runner.events({ operationId: operation.id, after: operation.lastSeq }))
    showEvent(terminal, event);
  const { status } = await runner.wait({ operationId: operation.id });
  const run = await operations.loadRun({ operationId: operation.id });
  showReport(terminal, run?.steps.map(({ outputs }) => readBuildReport(outputs)) ?? []);
  const style = status === 'succeeded' ? 'green' : status === 'cancelled' ? 'yellow' : 'red';
  terminal.line(terminal.style(style, `${operation.tree} ${status}`));
  if (status === 'succeeded') return 0;
  return status === 'cancelled' ? EXIT_CANCELLED : EXIT_FAILED;
}

/** `orchard tree run FILE`: runs a tree in this terminal, step by step, and remembers what is complete. */
export async function treeRun(
  file: string,
  options: TreeRunOptions,
  context: CommandContext,
): Promise<number> {
  const { env } = context;
  const tree = parseTree(await readTree(file), file);
  const plan = planTree(tree);
  const inputs = resolveInputs(tree, parseInputs(options.input));
  const home = resolve(options.home ?? env.ORCHARD_HOME ?? '.orchard');
  await mkdir(home, { recursive: true });
  const storage = createSqliteStorage({ path: join(home, 'trees.sqlite') });
  await storage.migrate();
  const passed = PASSED_ON.flatMap((name) => (env[name] === undefined ? [] : [[name, env[name]] as const]));
  const shell = createShellExecutor({ directory: dirname(resolve(file)), env: Object.fromEntries(passed) });
  const runner = createRunner({ store: storage.operations, executors: { shell } });
  try {
    const operation =
      options.resume === true ? await resumeLatest(runner, storage, hashPlan(plan)) : undefined;
    return await follow(
      { runner, operations: storage.operations },
      operation ?? (await runner.start({ tenantId, projectId: null, plan, inputs })),
      context,
    );
  } finally {
    await runner.close();
    await storage.close();
  }
}

/** Takes up the latest run of the same plan that did not succeed; undefined when there is none. */
async function resumeLatest(
  runner: Runner,
  storage: ReturnType<typeof createSqliteStorage>,
  planHash: string,
): Promise<Operation | undefined> {
  const operations = await storage.operations.listOperations({ tenantId });
  const latest = operations.find((operation) => operation.planHash === planHash);
  if (latest === undefined || latest.status === 'succeeded') return undefined;
  if (isOperationEnd(latest.status)) await runner.resume({ operationId: latest.id });
  else await runner.recover();
  return latest;
}
