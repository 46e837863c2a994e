import { suggestion } from '../expression/nearest.ts';
import type { Reference } from '../expression/references.ts';
import type { ContextName } from '../expression/scope.ts';
import { comesBefore, matrixNames, type StepFact } from './tree-facts.ts';

/** What the expressions at one place of a tree may name. */
export interface Surroundings {
  readonly facts: ReadonlyMap<string, StepFact>;
  readonly inputs: readonly string[];
  /** The step around the place; undefined for the tree's own texts. */
  readonly step: StepFact | undefined;
  readonly contexts: readonly ContextName[];
  /** Names `env` has here. */
  readonly env: readonly string[];
  /** Whether success() and its like have a meaning here. */
  readonly status: boolean;
}

type Rule = (path: readonly string[], around: Surroundings) => string | undefined;

const oneOf =
  (known: (around: Surroundings) => readonly string[], what: (name: string) => string): Rule =>
  ([name], around) => {
    if (name === undefined || known(around).includes(name)) return undefined;
    return `${what(name)}${suggestion(name, known(around))}`;
  };

/** `….result` and `….outputs.<name>` of a step. */
function afterStep(fact: StepFact | undefined, [key, field, name]: readonly string[]): string | undefined {
  if (field === undefined) return undefined;
  if (field !== 'result' && field !== 'outputs')
    return `a step has "result" and "outputs", not "${field}"${suggestion(field, ['result', 'outputs'])}`;
  const declared = fact?.step.strategy === undefined ? fact?.step.outputs : undefined;
  if (field === 'result' || name === undefined || declared === undefined) return undefined;
  if (Object.hasOwn(declared, name)) return undefined;
  return `step "${key}" has no output "${name}"${suggestion(name, Object.keys(declared))}`;
}

const needs: Rule = (path, { facts, step }) => {
  const [key] = path;
  if (key === undefined || step === undefined) return undefined;
  if (step.needs.includes(key)) return afterStep(facts.get(key), path);
  if (facts.get(key)?.section === 'steps' && step.section === 'finally')
    return `a step under \`finally\` sees other steps as "steps.${key}"`;
  return facts.has(key)
    ? `step "${step.key}" does not need "${key}": add it to its \`needs\``
    : `step "${step.key}" does not need "${key}"${suggestion(key, step.needs)}`;
};

const steps: Rule = (path, { facts, step }) => {
  const [key] = path;
  if (key === undefined) return undefined;
  const fact = facts.get(key);
  if (fact === undefined) return `there is no step "${key}"${suggestion(key, [...facts.keys()])}`;
  if (step !== undefined && !comesBefore(facts, key, step))
    return `step "${key}" may not have ended before "${step.key}" starts: add it to the \`needs\` of "${step.key}"`;
  return afterStep(fact, path);
};

const matrix: Rule = ([name], { step }) => {
  if (name === undefined || step === undefined) return undefined;
  if (step.step.strategy === undefined) return `step "${step.key}" has no \`strategy.matrix\``;
  const names = matrixNames(step.step);
  if (names === undefined || names.includes(name)) return undefined;
  return `the matrix has no "${name}"${suggestion(name, names)}`;
};

const RULES: Readonly<Record<ContextName, Rule>> = {
  inputs: oneOf(
    ({ inputs }) => inputs,
    (name) => `the tree has no input "${name}"`,
  ),
  needs,
  steps,
  matrix,
  operation: oneOf(
    () => ['id', 'tree', 'attempt'],
    (name) => `the operation has no "${name}"`,
  ),
  project: oneOf(
    () => ['id'],
    (name) => `the project has no "${name}"`,
  ),
  env: oneOf(
    ({ env }) => env,
    (name) => `no variable "${name}" is set in \`env\``,
  ),
  result: () => undefined,
};

/** What is wrong with a value that an expression reads at this place; undefined when it is all right. */
export function wrongReference({ context, path }: Reference, around: Surroundings): string | undefined {
  const name = around.contexts.find((allowed) => allowed === context);
  if (name === undefined)
    return `"${context}" has no meaning here; there are ${around.contexts.map((known) => `"${known}"`).join(', ')}`;
  return RULES[name](path, around);
}
