import { readFile, stat } from 'node:fs/promises';
import { type JsonObject, OrchardError } from '@orchard-studio/core';

const MAX_OUTPUT_BYTES = 64 * 1024;
/** `name=value`, or `name<<END` before lines that end with a line `END`. Whichever mark comes first counts. */
const OUTPUT = /^([A-Za-z_][A-Za-z0-9_-]{0,63})(=|<<)(.*)$/;

/** @throws STEP_FAILED when there is more than a ledger should hold: half a value must not be handed on. */
async function readBounded(file: string): Promise<string> {
  const { size } = await stat(file).catch(() => ({ size: 0 }));
  if (size > MAX_OUTPUT_BYTES)
    throw new OrchardError(
      'STEP_FAILED',
      `The command wrote more than ${MAX_OUTPUT_BYTES / 1024} KB of outputs.`,
    );
  return readFile(file, 'utf8').catch(() => '');
}

/**
 * Reads what a command wrote to its output file, in the form of GitHub Actions: `name=value` lines, and `name<<END`,
 * lines, `END` for values of several lines. Other lines are left out; of a name given twice the last value counts.
 *
 * @throws STEP_FAILED for more than 64 KB, and for a value whose end is missing
 */
export async function readOutputs(file: string): Promise<JsonObject> {
  const lines = (await readBounded(file)).split(/\r?\n/);
  const entries: [string, string][] = [];
  for (let at = 0; at < lines.length; at += 1) {
    const [, name, mark, rest = ''] = OUTPUT.exec(lines[at] ?? '') ?? [];
    if (name === undefined) continue;
    if (mark === '=') {
      entries.push([name, rest]);
      continue;
    }
    const end = lines.indexOf(rest, at + 1);
    if (rest === '' || end < 0)
      throw new OrchardError(
        'STEP_FAILED',
        `The output "${name}" has no end: after "${name}<<END" and its lines, write a line "END".`,
      );
    entries.push([name, lines.slice(at + 1, end).join('\n')]);
    at = end;
  }
  return Object.fromEntries(entries);
}
