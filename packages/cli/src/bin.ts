import { createTerminal } from './output/terminal.ts';
import { runProgram } from './program.ts';

const { stdin, stdout, stderr, env } = process;
process.exitCode = await runProgram(process.argv.slice(2), {
  terminal: createTerminal(stdout, stderr),
  env,
  stdin,
  stdout,
});
