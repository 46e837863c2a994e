import { isOrchardError } from '@orchard-studio/core';
import { type Problem, validateTree } from '@orchard-studio/orchestrator';
import { printable, type Terminal } from '../../output/terminal.ts';
import { fit, widthOf } from '../../output/width.ts';
import { readTreeText } from '../../trees/tree-files.ts';
import type { CommandContext } from '../context.ts';

export interface ValidateOptions {
  readonly json?: boolean;
}

interface Checked {
  readonly file: string;
  /** Empty when it cannot be read. */
  readonly text: string;
  readonly problems: readonly Problem[];
}

const MARGIN = 4;
/** Columns of a long line that are shown before the place of a problem. */
const BEFORE = 40;

async function check(file: string): Promise<Checked> {
  try {
    const text = await readTreeText(file);
    return { file, text, problems: validateTree(text) };
  } catch (error) {
    if (!isOrchardError(error)) throw error;
    return { file, text: '', problems: [{ message: error.message, line: 1, column: 1 }] };
  }
}

/** The line, and a caret below the place. Of a long line only the surroundings are shown. */
function showLine(terminal: Terminal, text: string, { line, column }: Problem): void {
  const whole = text.split(/\r?\n/)[line - 1];
  if (whole === undefined || whole.trim() === '') return;
  const room = Math.min(terminal.width, 200) - MARGIN;
  const clean = (part: string): string => printable(part.replaceAll('\t', ' '));
  let before = clean(whole.slice(0, column - 1));
  if (widthOf(before) > room - BEFORE / 2) before = `…${before.slice(-BEFORE)}`;
  const shown = fit(before + clean(whole.slice(column - 1)), room);
  const margin = ' '.repeat(MARGIN);
  terminal.line(terminal.style('dim', margin + shown));
  terminal.line(margin + ' '.repeat(widthOf(before)) + terminal.style('red', '^'));
}

function showFile(terminal: Terminal, { file, text, problems }: Checked): void {
  const name = printable(file);
  if (problems.length === 0) terminal.line(`${terminal.style('green', '✓')} ${name}`);
  for (const problem of problems) {
    const place = terminal.style('bold', `${name}:${problem.line}:${problem.column}:`);
    terminal.line(`${terminal.style('red', '✗')} ${place} ${printable(problem.message)}`);
    showLine(terminal, text, problem);
  }
}

/** `orchard tree validate FILE…`: everything that is wrong with the files, each with its place. */
export async function treeValidate(
  files: readonly string[],
  options: ValidateOptions,
  { terminal }: CommandContext,
): Promise<number> {
  const checked = await Promise.all(files.map(check));
  const valid = checked.every(({ problems }) => problems.length === 0);
  if (options.json === true) {
    const shown = checked.map(({ file, problems }) => ({ file, valid: problems.length === 0, problems }));
    terminal.line(JSON.stringify({ valid, files: shown }, null, 2));
  } else for (const one of checked) showFile(terminal, one);
  return valid ? 0 : 1;
}
