import { data, Evaluator, Parser } from '@actions/expressions';
import type { Expr } from '@actions/expressions/ast';
import { isOrchardError, type JsonValue } from '@orchard-studio/core';
import { expressionError, messageOf } from './fault.ts';
import { EXTRA_FUNCTIONS, functionsFor, STATUS_FUNCTIONS } from './functions.ts';
import { toData, toJson } from './json-data.ts';
import { readTokens } from './read-tokens.ts';
import { callsAny, type Reference, referencesOf } from './references.ts';
import { CONTEXTS, type ContextName, type Scope } from './scope.ts';

/** An expression that has been read and whose names are all known. */
export interface Expression {
  /** Without `${{ }}`. */
  readonly source: string;
  readonly root: Expr;
  /** The values it reads. */
  readonly references: readonly Reference[];
  /** The contexts it reads. */
  readonly contexts: readonly ContextName[];
  readonly usesStatus: boolean;
}

const MAX_CACHED = 4_096;
const cache = new Map<string, Expression>();

function parse(source: string): Expression {
  if (source === '') throw expressionError(source, 'is empty');
  let root: Expr;
  try {
    root = new Parser(readTokens(source), [...CONTEXTS], [...EXTRA_FUNCTIONS]).parse();
  } catch (error) {
    throw expressionError(source, messageOf(error), error);
  }
  const references = referencesOf(root);
  return {
    source,
    root,
    references,
    contexts: CONTEXTS.filter((name) => references.some(({ context }) => context === name)),
    usesStatus: callsAny(root, STATUS_FUNCTIONS),
  };
}

/**
 * Reads an expression, given without `${{ }}`. The latest few thousand are remembered.
 *
 * @throws EXPRESSION_INVALID naming what is wrong and, for a misspelt name, the nearest known one.
 * @example
 * evaluate(compile("needs.build.result == 'success' && inputs.publish"), scope);
 */
export function compile(source: string): Expression {
  const trimmed = source.trim();
  const known = cache.get(trimmed);
  if (known !== undefined) return known;
  const expression = parse(trimmed);
  const [oldest] = cache.keys();
  if (cache.size >= MAX_CACHED && oldest !== undefined) cache.delete(oldest);
  cache.set(trimmed, expression);
  return expression;
}

/** Whether it asks for success(), failure(), cancelled() or always(). */
export function usesStatus(expression: Expression): boolean {
  return expression.usesStatus;
}

function contextOf(name: ContextName, scope: Scope): JsonValue {
  if (name !== 'operation') return scope[name] ?? null;
  const { id, tree, attempt } = scope.operation;
  return { id, tree, attempt: attempt ?? null };
}

/**
 * The value of one node of an expression. Reads only the contexts that the expression names.
 *
 * @throws EXPRESSION_INVALID
 */
export function evaluateNode(expression: Expression, node: Expr, scope: Scope): data.ExpressionData {
  const context = new data.Dictionary();
  for (const name of expression.contexts) context.add(name, toData(contextOf(name, scope)));
  try {
    return new Evaluator(
      node,
      context,
      functionsFor(expression.usesStatus ? scope.status : undefined),
    ).evaluate();
  } catch (error) {
    // A RangeError too: it stands for a value that is too large for what was asked.
    throw isOrchardError(error) ? error : expressionError(expression.source, messageOf(error), error);
  }
}

/**
 * The value of an expression. What it names and is not there is null, as in GitHub Actions.
 *
 * @throws EXPRESSION_INVALID when it fails, or its value is not JSON (NaN).
 */
export function evaluate(expression: Expression, scope: Scope): JsonValue {
  const value = evaluateNode(expression, expression.root, scope);
  try {
    return toJson(value);
  } catch (error) {
    throw expressionError(expression.source, messageOf(error), error);
  }
}

/** Whether a value counts as true: everything does but null, false, 0 and the empty text. */
export function isTruthy(value: JsonValue): boolean {
  return value !== null && value !== false && value !== 0 && value !== '';
}
