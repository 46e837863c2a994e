import { OrchardError } from '@orchard-studio/core';

/** A piece of a text: plain, or the source of an expression. */
export type Piece = { readonly text: string } | { readonly source: string };

const OPEN = '${{';
const CLOSE = '}}';

/** Where the expression that starts at `from` ends: at the first `}}` outside of single quotes. */
function endOf(text: string, from: number): number {
  let at = from;
  while (at < text.length) {
    if (text[at] === "'") {
      const quote = text.indexOf("'", at + 1);
      if (quote < 0) return -1;
      at = quote + 1;
    } else if (text.startsWith(CLOSE, at)) return at;
    else at += 1;
  }
  return -1;
}

/** Whether a text holds the beginning of an expression, be it escaped. */
export const mentionsExpression = (text: string): boolean => text.includes(OPEN);

/**
 * Takes a text apart into plain pieces and `${{ }}` expressions. `$${{` stands for a plain `${{`.
 *
 * @throws EXPRESSION_INVALID when an expression is not closed.
 */
export function splitTemplate(text: string): readonly Piece[] {
  const pieces: Piece[] = [];
  let plain = '';
  let at = 0;
  for (let open = text.indexOf(OPEN); open >= 0; open = text.indexOf(OPEN, at)) {
    if (open > at && text[open - 1] === '$') {
      plain += text.slice(at, open - 1) + OPEN;
      at = open + OPEN.length;
      continue;
    }
    const close = endOf(text, open + OPEN.length);
    if (close < 0)
      throw new OrchardError(
        'EXPRESSION_INVALID',
        `An expression that "${OPEN}" opens is not closed by "${CLOSE}"; write "$${OPEN}" for a plain "${OPEN}".`,
      );
    plain += text.slice(at, open);
    if (plain !== '') pieces.push({ text: plain });
    plain = '';
    pieces.push({ source: text.slice(open + OPEN.length, close).trim() });
    at = close + CLOSE.length;
  }
  plain += text.slice(at);
  if (plain !== '') pieces.push({ text: plain });
  return pieces;
}

/** The source of a text that is exactly one `${{ }}`, white space around it aside; else undefined. */
export function soleExpression(text: string): string | undefined {
  if (!mentionsExpression(text)) return undefined;
  const [only, ...more] = splitTemplate(text.trim());
  return only !== undefined && 'source' in only && more.length === 0 ? only.source : undefined;
}
