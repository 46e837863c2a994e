import type { Expr } from '@actions/expressions/ast';
import { Grouping, Logical, Unary } from '@actions/expressions/ast';
import { TokenType } from '@actions/expressions/lexer';
import { type Expression, evaluateNode, isTruthy } from '../expression/expression.ts';
import { toJson } from '../expression/json-data.ts';
import { type Reference, referencesOf } from '../expression/references.ts';
import type { Scope } from '../expression/scope.ts';

/** What is known of a value before the operation runs. */
export interface Known {
  readonly scope: Scope;
  /** Whether the scope says what this value will be. */
  certain(reference: Reference): boolean;
}

/** `false && x` is false whatever x is; `a || true` is true. Undefined: it depends on values nobody knows yet. */
function ofLogical(expression: Expression, node: Logical, known: Known): boolean | undefined {
  const decisive = node.operator.type === TokenType.OR;
  const parts = node.args.map((part) => truthOf(expression, part, known));
  if (parts.includes(decisive)) return decisive;
  return parts.includes(undefined) ? undefined : !decisive;
}

/**
 * Whether a part of an expression counts as true, by evaluating for real whatever is certain.
 *
 * @throws EXPRESSION_INVALID
 */
export function truthOf(expression: Expression, node: Expr, known: Known): boolean | undefined {
  if (node instanceof Grouping) return truthOf(expression, node.group, known);
  if (node instanceof Logical) return ofLogical(expression, node, known);
  if (node instanceof Unary) {
    const inner = truthOf(expression, node.expr, known);
    return inner === undefined ? undefined : !inner;
  }
  if (!referencesOf(node).every((reference) => known.certain(reference))) return undefined;
  return isTruthy(toJson(evaluateNode(expression, node, known.scope)));
}
