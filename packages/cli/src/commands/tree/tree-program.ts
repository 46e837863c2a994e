import { type Command, InvalidArgumentError } from 'commander';
import type { WorkOptions } from '../../trees/session.ts';
import type { HomeOptions } from '../../trees/tree-home.ts';
import type { CommandContext } from '../context.ts';
import type { CompactOptions } from './compact.ts';
import type { DecideOptions } from './decide.ts';
import type { ExplainOptions } from './explain.ts';
import type { LogsOptions } from './logs.ts';
import type { LsOptions } from './ls.ts';
import type { RerunOptions } from './rerun.ts';
import type { RunOptions } from './run.ts';
import type { ShowOptions } from './show.ts';
import type { ValidateOptions } from './validate.ts';

const HOME = ['--home <folder>', 'folder of operations (default: ORCHARD_HOME, else .orchard)'] as const;
const ID = 'operation: its id, the beginning of it, or "latest"';
const JSON_OPTION = ['--json', 'print JSON'] as const;

const collect = (value: string, earlier: readonly string[] = []): readonly string[] => [...earlier, value];

function positive(text: string): number {
  const number = Number(text);
  if (Number.isInteger(number) && number > 0 && number <= 10_000) return number;
  throw new InvalidArgumentError('It must be a whole number from 1 to 10000.');
}

const UNITS = { m: 60_000, h: 3_600_000, d: 86_400_000 };

/** `12h`, `90d`: in milliseconds. */
function age(text: string): number {
  const [, count = '', unit = ''] = /^(\d{1,6})([mhd])$/.exec(text) ?? [];
  if (unit === 'm' || unit === 'h' || unit === 'd') return Number(count) * UNITS[unit];
  throw new InvalidArgumentError('It must be like 30m, 12h or 90d.');
}

/** What commands are added with. `done` takes an exit code. A command is loaded when it is used. */
interface Setup {
  readonly tree: Command;
  readonly context: CommandContext;
  readonly done: (code: number) => void;
}

const example = (command: Command, text: string): Command =>
  command.addHelpText('after', `\nExample:\n  orchard tree ${text}`);

const withInputs = (command: Command): Command =>
  command
    .option('--input <name=value>', 'an input of the tree; may be repeated', collect, [])
    .option('--input-file <file>', 'inputs as JSON: {"name": value}; --input wins');

const withWork = (command: Command): Command =>
  command
    .option('--pool <name>', 'work for this pool of steps only; may be repeated (default: all)', collect)
    .option('--slots <number>', 'steps at once (default: 8)', positive)
    .option(...HOME);

function addReading({ tree, context, done }: Setup): void {
  const validate = tree.command('validate').description('Check trees: every problem with its place.');
  example(validate, 'validate trees/*.yaml')
    .argument('<file...>', 'trees in YAML')
    .option(...JSON_OPTION)
    .action(async (files: string[], options: ValidateOptions) =>
      done(await (await import('./validate.ts')).treeValidate(files, options, context)),
    );
  const explain = tree
    .command('explain')
    .description('Show in which order steps run, and when conditions hold.');
  example(withInputs(explain), 'explain release.yaml --input target=production')
    .argument('<file>', 'tree in YAML')
    .option(...JSON_OPTION)
    .action(async (file: string, options: ExplainOptions) =>
      done(await (await import('./explain.ts')).treeExplain(file, options, context)),
    );
}

function addRunning({ tree, context, done }: Setup): void {
  const run = tree.command('run').description('Run a tree here, with live progress. Ctrl-C cancels.');
  example(withWork(withInputs(run)), 'run release.yaml --input version=1.2.0')
    .argument('<file>', 'tree in YAML; its commands run in its folder')
    .option('--resume', 'go on with the latest run of this tree, unless it succeeded')
    .action(async (file: string, options: RunOptions) =>
      done(await (await import('./run.ts')).treeRun(file, options, context)),
    );
  const resume = tree
    .command('resume')
    .description('Run again what did not succeed; the rest keeps its outputs.');
  example(withWork(resume), 'resume latest')
    .argument('<id>', ID)
    .action(async (id: string, options: WorkOptions) =>
      done(await (await import('./resume.ts')).treeResume(id, options, context)),
    );
  const rerun = tree.command('rerun').description('Repeat an ended operation from a step on, as a new one.');
  example(withWork(rerun), 'rerun latest --from deploy --only')
    .argument('<id>', ID)
    .requiredOption('--from <step>', 'the step to run again, with all that need it')
    .option('--only', 'that step alone')
    .option('--latest [file]', 'with the tree as its file is now, or as another file has it')
    .action(async (id: string, options: RerunOptions) =>
      done(await (await import('./rerun.ts')).treeRerun(id, options, context)),
    );
}

function addLooking({ tree, context, done }: Setup): void {
  const ls = tree.command('ls').description('List operations, newest first.');
  example(ls, 'ls --limit 5')
    .option('--limit <number>', 'how many', positive, 20)
    .option('--all', 'sub-trees, too')
    .option(...JSON_OPTION)
    .option(...HOME)
    .action(async (options: LsOptions) => done(await (await import('./ls.ts')).treeLs(options, context)));
  const show = tree.command('show').description('Show one operation with its steps.');
  example(show, 'show latest')
    .argument('<id>', ID)
    .option(...JSON_OPTION)
    .option(...HOME)
    .action(async (id: string, options: ShowOptions) =>
      done(await (await import('./show.ts')).treeShow(id, options, context)),
    );
  const logs = tree.command('logs').description('Show what happened.');
  example(logs, 'logs latest --follow --step deploy')
    .argument('<id>', ID)
    .option('-f, --follow', 'and what happens, until it ends; leaving stops nothing')
    .option('--step <key>', 'of this step only, with its combinations')
    .option(...HOME)
    .action(async (id: string, options: LogsOptions) =>
      done(await (await import('./logs.ts')).treeLogs(id, options, context)),
    );
}

function addKeeping({ tree, context, done }: Setup): void {
  const artifact = tree.command('artifact').description('Print a large output of a step, as JSON.');
  example(artifact, 'artifact latest 3f2a9c > report.json')
    .argument('<id>', ID)
    .argument('<hash>', 'hash of the artifact, or the beginning of it, as `show` and `logs` print it')
    .option(...HOME)
    .action(async (id: string, hash: string, options: HomeOptions) =>
      done(await (await import('./artifact.ts')).treeArtifact({ id, hash, ...options }, context)),
    );
  const compact = tree
    .command('compact')
    .description('Archive the logs of old operations; logs and cursors read as before.');
  example(compact, 'compact --older-than 1d --delete-older-than 90d')
    .option('--older-than <age>', 'that ended longer ago (default: 7d)', age)
    .option('--delete-older-than <age>', 'delete those that ended longer ago, with all they hold', age)
    .option(...HOME)
    .action(async (options: CompactOptions) =>
      done(await (await import('./compact.ts')).treeCompact(options, context)),
    );
}

function addDeciding({ tree, context, done }: Setup): void {
  const decisions = [
    ['approve', 'approved', 'Approve a step that waits, wherever it runs.'],
    ['reject', 'rejected', 'Reject a step that waits, wherever it runs.'],
  ] as const;
  for (const [name, decision, about] of decisions)
    example(tree.command(name).description(about), `${name} latest ask --comment "read the diff"`)
      .argument('<id>', ID)
      .argument('<step>', 'key of the step')
      .option('--comment <text>', 'why; kept in the log')
      .option(...HOME)
      .action(async (id: string, step: string, options: DecideOptions) =>
        done(await (await import('./decide.ts')).treeDecide({ id, step, decision, ...options }, context)),
      );
  const cancel = tree
    .command('cancel')
    .description('Stop an operation, wherever it runs; `finally` steps still run.');
  example(withWork(cancel), 'cancel latest')
    .argument('<id>', ID)
    .action(async (id: string, options: WorkOptions) =>
      done(await (await import('./cancel.ts')).treeCancel(id, options, context)),
    );
}

/** Adds `orchard tree …`. */
export function addTrees({
  program,
  context,
  done,
}: Omit<Setup, 'tree'> & { readonly program: Command }): void {
  const tree = program.command('tree').description('Work with trees of steps.');
  example(tree, 'run trees/hello.yaml --input who=Ada').addHelpText(
    'after',
    '\nExit codes: 0 done, 1 failed, 2 wrong usage, 130 cancelled.',
  );
  for (const add of [addReading, addRunning, addLooking, addKeeping, addDeciding])
    add({ tree, context, done });
}
