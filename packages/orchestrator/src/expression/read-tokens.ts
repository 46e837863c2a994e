import { Lexer, type Token, TokenType } from '@actions/expressions/lexer';
import { FUNCTION_NAMES } from './functions.ts';
import { suggestion } from './nearest.ts';
import { CONTEXTS } from './scope.ts';

/** Longest expression, in tokens. Keeps the evaluator's recursion shallow. */
const MAX_TOKENS = 1_000;
const LITERALS = ['true', 'false', 'null'];
const KNOWN_FUNCTIONS = new Set(FUNCTION_NAMES.map((name) => name.toLowerCase()));
const KNOWN_CONTEXTS: ReadonlySet<string> = new Set(CONTEXTS);

function checkName(token: Token, next: Token | undefined): void {
  const name = token.lexeme;
  if (next?.type === TokenType.LEFT_PAREN) {
    if (KNOWN_FUNCTIONS.has(name.toLowerCase())) return;
    throw new Error(
      `there is no function "${name}"${suggestion(name, FUNCTION_NAMES) || `; there are ${FUNCTION_NAMES.join(', ')}`}`,
    );
  }
  if (KNOWN_CONTEXTS.has(name.toLowerCase())) return;
  const near = suggestion(name, [...CONTEXTS, ...LITERALS]);
  throw new Error(
    `there is no "${name}"${near || `; there are ${CONTEXTS.join(', ')}. Text stands in single quotes`}`,
  );
}

/** The library undoes the doubling of the first quote only. */
const repaired = (token: Token): Token =>
  token.type === TokenType.STRING
    ? { ...token, value: token.lexeme.slice(1, -1).replaceAll("''", "'") }
    : token;

function lex(source: string): readonly Token[] {
  try {
    return new Lexer(source).lex().tokens;
  } catch (error) {
    const message = error instanceof Error ? error.message : '';
    if (message === 'ErrorExceededMaxLength') throw new Error('is too long');
    const [said = message] = message.split('. Located at');
    throw new Error(source.includes('"') ? `${said}; text stands in single quotes` : said);
  }
}

/**
 * The tokens of an expression, all of whose names are known. Names are checked here, since the library's parser takes
 * `constructor` and its like for functions of its own.
 *
 * @throws Error with a message that names what is unknown and the nearest known name.
 */
export function readTokens(source: string): Token[] {
  const tokens = lex(source);
  if (tokens.length > MAX_TOKENS) throw new Error(`has more than ${MAX_TOKENS} parts`);
  for (const [index, token] of tokens.entries()) {
    const isName = token.type === TokenType.IDENTIFIER && tokens[index - 1]?.type !== TokenType.DOT;
    if (isName) checkName(token, tokens[index + 1]);
  }
  return tokens.map(repaired);
}
