import { appTargetSchema } from '@orchard-studio/core';
import { Command, CommanderError, Option } from 'commander';
import type { ChatOptions } from './commands/chat.ts';
import type { CommandContext } from './commands/context.ts';
import type { GenerateOptions } from './commands/generate.ts';
import type { StartOptions } from './commands/start.ts';
import type { TemplatesOptions } from './commands/templates.ts';
import { addTrees } from './commands/tree/tree-program.ts';
import { showError } from './output/show-error.ts';
import { isWrongUsage } from './wrong-usage.ts';

const CONFIG = ['--config <file>', 'configuration file (default: orchard.config.ts)'] as const;
const HOME = ['--home <folder>', 'folder for data (default: ORCHARD_HOME, else .orchard)'] as const;

/** `--target` with the targets there are. */
const targetOption = (about: string): Option =>
  new Option('--target <target>', about).choices([...appTargetSchema.options]);

/** What a command is made with. `done` takes its exit code. A command is loaded when it is used. */
interface Setup {
  readonly program: Command;
  readonly context: CommandContext;
  readonly done: (code: number) => void;
}

function addServing({ program, context, done }: Setup): void {
  program
    .command('start')
    .description('Serve the studio and the API on this machine.')
    .option(...CONFIG)
    .option('--port <number>', 'port to listen on (default: PORT, else 3000)')
    .option(...HOME)
    .action(async (options: StartOptions) =>
      done(await (await import('./commands/start.ts')).start(options, context)),
    );
  program
    .command('chat')
    .description('Talk to the Architect in the terminal, and build from there.')
    .option('--project <name>', 'project to work on; made when it does not exist', 'my project')
    .option('--url <address>', 'server to talk to (default: the local one, else a server of its own)')
    .addOption(targetOption('what apps run on (default: what the project was built for last)'))
    .option(...CONFIG)
    .action(async (options: ChatOptions) =>
      done(await (await import('./commands/chat.ts')).chat(options, context)),
    );
}

function addGenerating({ program, context, done }: Setup): void {
  program
    .command('generate')
    .description('Write an app into a folder, without a server. Edits are kept when it is done again.')
    .requiredOption('--from <file>', 'Blueprint as JSON: of the API, or docs/blueprint.json of an app')
    .requiredOption('--out <folder>', 'folder of the app; made when absent')
    .addOption(targetOption('what the app runs on (default: as before, else node)'))
    .option('--name <name>', 'name of the project (default: of the Blueprint, else of the folder)')
    .option('--templates <folder...>', 'folders of more templates, each with a template.json', [])
    .action(async (options: GenerateOptions) =>
      done(await (await import('./commands/generate.ts')).generate(options, context)),
    );
  program
    .command('templates')
    .description('List the templates that apps are composed of.')
    .option(...CONFIG)
    .action(async (options: TemplatesOptions) =>
      done(await (await import('./commands/templates.ts')).templates(options, context)),
    );
}

/**
 * Runs the `orchard` command.
 *
 * @param args - arguments after the program's name.
 * @returns the exit code: 0 done, 1 failed, 2 wrong usage, 130 cancelled.
 */
export async function runProgram(args: readonly string[], context: CommandContext): Promise<number> {
  let code = 0;
  const program = new Command('orchard')
    .description('From a conversation to a running app.')
    .exitOverride()
    .configureOutput({
      writeOut: (text) => void context.stdout.write(text),
      writeErr: (text) => context.terminal.error(text.trimEnd()),
      getOutHelpWidth: () => Math.min(context.stdout.columns ?? 80, 120),
      getErrHelpWidth: () => Math.min(context.stdout.columns ?? 80, 120),
    });
  const done = (result: number): void => {
    code = result;
  };
  for (const add of [addServing, addGenerating, addTrees]) add({ program, context, done });
  try {
    await program.parseAsync(args, { from: 'user' });
    return code;
  } catch (error) {
    if (isWrongUsage(error)) showError(context.terminal, error, false);
    if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 2;
    showError(context.terminal, error, context.env.DEBUG !== undefined);
    return 1;
  }
}
