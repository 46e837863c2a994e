import { isJsonObject, type JsonObject, type JsonValue, OrchardError } from '@orchard-studio/core';
import { compile, evaluate } from './expression.ts';
import { MAX_TEXT } from './functions.ts';
import { MAX_VALUE_DEPTH, measure } from './measure.ts';
import type { Scope } from './scope.ts';
import { mentionsExpression, type Piece, splitTemplate } from './template.ts';

/** What is left of the text that one `expand` may make. */
interface Budget {
  left: number;
}

function excess(kind: 'deep' | 'large'): never {
  const what =
    kind === 'deep' ? `nested deeper than ${MAX_VALUE_DEPTH} levels` : `larger than ${MAX_TEXT} characters`;
  throw new OrchardError('EXPRESSION_INVALID', `With its expressions filled in, a value is ${what}.`);
}

function spend(budget: Budget, value: JsonValue): void {
  const size = measure(value, budget.left);
  if (typeof size === 'string') excess(size);
  budget.left -= size;
}

/** A value as part of a text: nothing for null, compact JSON for lists and objects. */
function textOf(value: JsonValue): string {
  if (value === null) return '';
  return typeof value === 'object' ? JSON.stringify(value) : String(value);
}

function interpolate(pieces: readonly Piece[], scope: Scope, budget: Budget): string {
  let made = '';
  for (const piece of pieces) {
    if ('text' in piece) made += piece.text;
    else {
      const value = evaluate(compile(piece.source), scope);
      spend(budget, value);
      made += textOf(value);
    }
  }
  return made;
}

function expandText(text: string, scope: Scope, budget: Budget): JsonValue {
  if (!mentionsExpression(text)) return text;
  const pieces = splitTemplate(text);
  const [only] = pieces;
  if (pieces.length !== 1 || only === undefined || 'text' in only) return interpolate(pieces, scope, budget);
  const value = evaluate(compile(only.source), scope);
  spend(budget, value);
  return value;
}

interface Expanding {
  readonly scope: Scope;
  readonly budget: Budget;
}

function expandValue(value: JsonValue, { scope, budget }: Expanding, depth: number): JsonValue {
  if (typeof value === 'string') return expandText(value, scope, budget);
  if (typeof value !== 'object' || value === null) return value;
  if (depth >= MAX_VALUE_DEPTH) excess('deep');
  return isJsonObject(value)
    ? expandObject(value, { scope, budget }, depth)
    : value.map((inner) => expandValue(inner, { scope, budget }, depth + 1));
}

function expandObject(value: JsonObject, expanding: Expanding, depth: number): JsonObject {
  return Object.fromEntries(
    Object.entries(value).map(([key, inner]) => [key, expandValue(inner, expanding, depth + 1)]),
  );
}

/**
 * Fills in the expressions of all texts in a value; keys stay as they are. A text that is exactly one `${{ }}` becomes
 * the value itself, of whatever type; otherwise values are put into the text. `$${{` gives a plain `${{`. What comes
 * out of an expression is data and never looked at for expressions again.
 *
 * @throws EXPRESSION_INVALID when an expression fails, or more than 1 MB or 64 levels come out.
 * @example
 * expand({ list: '${{ inputs.names }}', text: 'Hello ${{ inputs.who }}' }, scope);
 * // { list: ['Ann', 'Ben'], text: 'Hello Ann' }
 */
export function expand(value: JsonObject, scope: Scope): JsonObject;
export function expand(value: JsonValue, scope: Scope): JsonValue;
export function expand(value: JsonValue, scope: Scope): JsonValue {
  return expandValue(value, { scope, budget: { left: MAX_TEXT } }, 0);
}
