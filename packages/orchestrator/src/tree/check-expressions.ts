import { isOrchardError } from '@orchard-studio/core';
import { compile, type Expression } from '../expression/expression.ts';
import type { ContextName } from '../expression/scope.ts';
import { mentionsExpression, splitTemplate } from '../expression/template.ts';
import { type Surroundings, wrongReference } from './reference-rules.ts';
import type { Tree } from './schema.ts';
import type { Finding } from './schema-problems.ts';
import type { StepFact } from './tree-facts.ts';

type Path = readonly PropertyKey[];

const GLOBAL: readonly ContextName[] = ['inputs', 'operation', 'project'];
const BEFORE: readonly ContextName[] = [...GLOBAL, 'needs', 'steps'];
const RUNNING: readonly ContextName[] = [...BEFORE, 'matrix'];

/** Gathers what is wrong with the expressions of a tree. */
class Checker {
  readonly findings: Finding[] = [];

  #report(path: Path, message: string): void {
    this.findings.push({ path, message });
  }

  /** Runs what raises EXPRESSION_INVALID and reports that. */
  #reading<T>(path: Path, read: () => T): T | undefined {
    try {
      return read();
    } catch (error) {
      if (!isOrchardError(error) || error.code !== 'EXPRESSION_INVALID') throw error;
      this.#report(path, error.message);
      return undefined;
    }
  }

  #expression(expression: Expression, path: Path, around: Surroundings): void {
    const wrong = new Set(expression.references.map((reference) => wrongReference(reference, around)));
    wrong.delete(undefined);
    if (expression.usesStatus && !around.status)
      wrong.add('success(), failure(), cancelled() and always() have a meaning only in `if`');
    for (const message of wrong) this.#report(path, `Expression "${expression.source}": ${message ?? ''}`);
  }

  source(source: string, path: Path, around: Surroundings): void {
    const expression = this.#reading(path, () => compile(source));
    if (expression !== undefined) this.#expression(expression, path, around);
  }

  /** Every text within a value. */
  texts(value: unknown, path: Path, around: Surroundings): void {
    if (typeof value === 'string') {
      if (!mentionsExpression(value)) return;
      for (const piece of this.#reading(path, () => splitTemplate(value)) ?? [])
        if ('source' in piece) this.source(piece.source, path, around);
    } else if (Array.isArray(value)) {
      for (const [index, inner] of value.entries()) this.texts(inner, [...path, index], around);
    } else if (typeof value === 'object' && value !== null)
      for (const [key, inner] of Object.entries(value)) this.texts(inner, [...path, key], around);
  }
}

function checkStep(checker: Checker, fact: StepFact, common: Surroundings): void {
  const { section, key, step } = fact;
  const path = [section, key];
  const here = (contexts: readonly ContextName[], status = false): Surroundings => ({
    ...common,
    step: fact,
    contexts,
    status,
    env: [...common.env, ...Object.keys(step.env ?? {})],
  });
  if (step.if !== undefined) checker.source(step.if, [...path, 'if'], here(BEFORE, true));
  if (step.strategy !== undefined)
    checker.texts(step.strategy.matrix, [...path, 'strategy', 'matrix'], here(BEFORE));
  if (step.env !== undefined) checker.texts(step.env, [...path, 'env'], here(RUNNING));
  if (step.with !== undefined) checker.texts(step.with, [...path, 'with'], here([...RUNNING, 'env']));
  if (step.outputs !== undefined)
    checker.texts(step.outputs, [...path, 'outputs'], here([...RUNNING, 'env', 'result']));
}

/** Expressions that cannot be read, or that name what is not there. */
export function expressionFindings(tree: Tree, facts: ReadonlyMap<string, StepFact>): readonly Finding[] {
  const checker = new Checker();
  const env = Object.keys(tree.defaults?.env ?? {});
  const inputs = Object.keys(tree.inputs ?? {});
  const common = { facts, inputs, env, step: undefined, contexts: GLOBAL, status: false };
  checker.texts(tree.defaults?.env, ['defaults', 'env'], common);
  checker.texts(tree.concurrency?.group, ['concurrency', 'group'], {
    ...common,
    contexts: ['inputs', 'project'],
  });
  for (const fact of facts.values()) checkStep(checker, fact, common);
  checker.texts(tree.outputs, ['outputs'], { ...common, contexts: [...GLOBAL, 'steps'] });
  return checker.findings;
}
