import { createTerminal } from './output/terminal.ts';
import { runProgram } from './program.ts';

const { stdin, stdout, stderr, env } = process;
// A reader that goes away (`| head`, a closed terminal) must not end the process halfway. Commands may listen, too.
for (const stream of [stdout, stderr]) stream.on('error', () => {});
process.exitCode = await runProgram(process.argv.slice(2), {
  terminal: createTerminal(stdout, stderr),
  env,
  stdin,
  stdout,
});
