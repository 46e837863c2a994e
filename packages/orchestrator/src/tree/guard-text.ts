import { OrchardError } from '@orchard-studio/core';
import { type CST, Lexer, type LineCounter, Parser } from 'yaml';

/** Largest tree file, in bytes. */
export const MAX_TREE_BYTES = 256 * 1024;
/** Deepest nesting of a tree file. */
export const MAX_TREE_DEPTH = 64;
/** The parser's stack holds the document and the scalar besides the collections around it. */
const MAX_STACK = MAX_TREE_DEPTH + 2;

/** The text is nested deeper than a tree may be. */
export class TooDeep extends Error {
  /** Where, in characters from the start of the text. */
  readonly offset: number;

  constructor(offset: number) {
    super(`The tree is nested deeper than ${MAX_TREE_DEPTH} levels`);
    this.offset = offset;
  }
}

/**
 * Refuses text that is too large to be a tree.
 *
 * @throws TREE_INVALID
 */
export function guardTreeSize(text: string): void {
  if (text.length > MAX_TREE_BYTES || new TextEncoder().encode(text).length > MAX_TREE_BYTES)
    throw new OrchardError('TREE_INVALID', `The tree is larger than ${MAX_TREE_BYTES / 1024} KB.`);
}

/**
 * The syntax of a text, token by token. What builds values from it is recursive, and deep nesting would exhaust the
 * stack of the process; the tokens are made with a stack of their own, whose height is watched here.
 *
 * @throws TooDeep
 */
export function* guardedTokens(text: string, lines: LineCounter): Generator<CST.Token, void> {
  const parser = new Parser(lines.addNewLine);
  lines.addNewLine(0);
  for (const lexeme of new Lexer().lex(text)) {
    yield* parser.next(lexeme);
    if (parser.stack.length > MAX_STACK) throw new TooDeep(parser.offset);
  }
  yield* parser.end();
}
