import { OrchardError } from '@orchard-studio/core';

/** Largest tree file, in bytes. */
export const MAX_TREE_BYTES = 256 * 1024;
/** Deepest nesting of a tree file. */
export const MAX_TREE_DEPTH = 64;

function refuse(message: string, line: number): never {
  throw new OrchardError('TREE_INVALID', `${message} (line ${line}).`, { details: { line, column: 1 } });
}

function bracketDepthChange(line: string): number {
  let change = 0;
  for (const character of line) {
    if (character === '[' || character === '{') change += 1;
    else if (character === ']' || character === '}') change -= 1;
  }
  return change;
}

/**
 * Refuses text that a YAML parser would choke on, before it sees it: too large, or nested too deep. Deep nesting
 * exhausts the parser's stack, so it must be stopped by a scan that keeps no stack. Brackets in quoted text count
 * too, which refuses nothing that people write.
 *
 * @throws TREE_INVALID with `details.line`.
 */
export function guardTreeText(text: string): void {
  if (new TextEncoder().encode(text).length > MAX_TREE_BYTES) {
    throw new OrchardError('TREE_INVALID', `The tree is larger than ${MAX_TREE_BYTES / 1024} KB.`);
  }
  let brackets = 0;
  for (const [index, line] of text.split('\n').entries()) {
    brackets = Math.max(0, brackets + bracketDepthChange(line));
    // "- - - x" nests a list with every dash; two spaces of indentation are one level at least.
    const lead = /^[\s?:-]*/.exec(line)?.[0] ?? '';
    const levels = Math.ceil(lead.length / 2);
    if (brackets > MAX_TREE_DEPTH || levels > MAX_TREE_DEPTH)
      refuse(`The tree is nested deeper than ${MAX_TREE_DEPTH} levels`, index + 1);
  }
}
