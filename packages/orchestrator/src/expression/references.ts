import { data } from '@actions/expressions';
import {
  Binary,
  ContextAccess,
  type Expr,
  FunctionCall,
  Grouping,
  IndexAccess,
  Literal,
  Logical,
  Unary,
} from '@actions/expressions/ast';

/** A value an expression reads: `needs.build.outputs.url` is `needs` with the path build, outputs, url. */
export interface Reference {
  /** In lower case. */
  readonly context: string;
  /** The names that are certain, up to the first `*` or computed index. */
  readonly path: readonly string[];
}

/** The parts of an expression that are evaluated before it. */
function partsOf(node: Expr): readonly Expr[] {
  if (node instanceof Unary) return [node.expr];
  if (node instanceof Binary) return [node.left, node.right];
  if (node instanceof Logical || node instanceof FunctionCall) return node.args;
  if (node instanceof Grouping) return [node.group];
  if (node instanceof IndexAccess) return [node.expr, node.index];
  return [];
}

const literalName = (index: Expr): string | undefined =>
  index instanceof Literal && index.literal instanceof data.StringData ? index.literal.value : undefined;

function* chain(node: IndexAccess): Generator<Reference, void> {
  const indexes: Expr[] = [];
  let base: Expr = node;
  while (base instanceof IndexAccess) {
    indexes.unshift(base.index);
    base = base.expr;
  }
  for (const index of indexes) yield* within(index);
  if (base instanceof ContextAccess) {
    const names = indexes.map(literalName);
    const certain = names.includes(undefined) ? names.slice(0, names.indexOf(undefined)) : names;
    yield { context: base.name.lexeme.toLowerCase(), path: certain.flatMap((name) => name ?? []) };
  } else yield* within(base);
}

function* within(node: Expr): Generator<Reference, void> {
  if (node instanceof IndexAccess) yield* chain(node);
  else if (node instanceof ContextAccess) yield { context: node.name.lexeme.toLowerCase(), path: [] };
  else for (const part of partsOf(node)) yield* within(part);
}

/** All values an expression reads, each with as much of its path as is certain. */
export function referencesOf(root: Expr): readonly Reference[] {
  return [...within(root)];
}

/** Whether a function of one of the names (in lower case) is called anywhere in an expression. */
export function callsAny(root: Expr, names: readonly string[]): boolean {
  if (root instanceof FunctionCall && names.includes(root.functionName.lexeme.toLowerCase())) return true;
  return partsOf(root).some((part) => callsAny(part, names));
}
