import { Command, CommanderError } from 'commander';
import { type ChatOptions, chat } from './commands/chat.ts';
import type { CommandContext } from './commands/context.ts';
import { type StartOptions, start } from './commands/start.ts';
import { type TreeRunOptions, treeRun } from './commands/tree-run.ts';
import { showError } from './output/show-error.ts';

const collect = (value: string, earlier: readonly string[]): readonly string[] => [...earlier, value];

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
    });
  program
    .command('start')
    .description('Serve the studio and the API on this machine.')
    .option('--config <file>', 'configuration file (default: orchard.config.ts)')
    .option('--port <number>', 'port to listen on (default: PORT, else 3000)')
    .option('--home <folder>', 'folder for data (default: ORCHARD_HOME, else .orchard)')
    .action(async (options: StartOptions) => {
      code = await start(options, context);
    });
  program
    .command('chat')
    .description('Talk to the Architect in the terminal, and build from there.')
    .option('--project <name>', 'project to work on; made when it does not exist', 'my project')
    .option('--url <address>', 'server to talk to (default: the local one, else a server of its own)')
    .option('--config <file>', 'configuration file (default: orchard.config.ts)')
    .action(async (options: ChatOptions) => {
      code = await chat(options, context);
    });
  program
    .command('tree')
    .description('Work with trees of steps.')
    .command('run')
    .description('Run a tree here, with live progress. Ctrl-C cancels.')
    .argument('<file>', 'tree in YAML')
    .option('--input <name=value>', 'an input of the tree; may be repeated', collect, [])
    .option('--resume', 'go on with the latest run of this tree that did not succeed')
    .option('--home <folder>', 'folder for data (default: ORCHARD_HOME, else .orchard)')
    .action(async (file: string, options: TreeRunOptions) => {
      code = await treeRun(file, options, context);
    });
  try {
    await program.parseAsync(args, { from: 'user' });
    return code;
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 2;
    showError(context.terminal, error, context.env.DEBUG !== undefined);
    return 1;
  }
}
