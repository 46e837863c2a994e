/** What the scripts print: plain lines that read the same in a terminal and in a log. */

const colour = process.stdout.isTTY && !process.env.NO_COLOR;
const paint = (code, text) => (colour ? `\u001b[${code}m${text}\u001b[0m` : text);

/** One line of progress. */
export function say(line) {
  process.stdout.write(`${line}\n`);
}

/** A heading with an empty line before it. */
export const heading = (line) => say(`\n${paint('1', `── ${line}`)}`);

/** A duration a person reads: `840 ms`, `12.3 s`, `2 min 5 s`. */
export function duration(ms) {
  if (ms < 1000) return `${Math.round(ms)} ms`;
  if (ms < 60_000) return `${(ms / 1000).toFixed(1)} s`;
  return `${Math.floor(ms / 60_000)} min ${Math.round((ms % 60_000) / 1000)} s`;
}

/** An error that is the user's to read: one line that says what happened and what to do. */
export class ScriptError extends Error {}

/** Runs a script's main function; a ScriptError becomes one line, anything else keeps its stack. */
export async function main(body) {
  try {
    process.exitCode = (await body()) ?? 0;
  } catch (error) {
    const text = error instanceof ScriptError ? error.message : (error?.stack ?? String(error));
    process.stderr.write(`${paint('31', 'Error:')} ${text}\n`);
    process.exitCode = 1;
  }
}
