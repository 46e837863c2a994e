import { isOrchardError, type OrchardError } from '@orchard-studio/core';
import { sentence } from '../expression/fault.ts';
import { builtInFindings } from './check-built-in.ts';
import { expressionFindings } from './check-expressions.ts';
import { needFindings } from './check-needs.ts';
import { MAX_PROBLEMS, type Problem, problemError } from './problem.ts';
import { type ReadYaml, readYaml } from './read-yaml.ts';
import { type Tree, treeSchema } from './schema.ts';
import { type Finding, schemaFindings } from './schema-problems.ts';
import { stepFacts } from './tree-facts.ts';

type Checked =
  | { readonly tree: Tree }
  /** The most telling one first. */
  | { readonly problems: readonly [first: Problem, ...rest: Problem[]] };

function refused(problems: readonly Problem[]): Checked | undefined {
  const [first, ...rest] = problems;
  return first === undefined ? undefined : { problems: [first, ...rest] };
}

function located({ value, places }: ReadYaml, findings: readonly Finding[]): Checked | undefined {
  return refused(
    findings.slice(0, MAX_PROBLEMS).map(({ path, message, atKey }) => ({
      message: sentence(message),
      ...places.of(value, path, atKey),
    })),
  );
}

function check(text: string): Checked {
  const yaml = readYaml(text);
  const unreadable = refused(yaml.problems);
  if (unreadable !== undefined) return unreadable;
  const result = treeSchema.safeParse(yaml.value);
  if (!result.success) {
    const problem = { message: 'The tree cannot be read.', line: 1, column: 1 };
    return located(yaml, schemaFindings(result.error.issues, yaml.value)) ?? { problems: [problem] };
  }
  const tree = result.data;
  const facts = stepFacts(tree);
  const findings = [
    ...builtInFindings(facts, yaml.value),
    ...needFindings(tree, facts),
    ...expressionFindings(tree, facts),
  ];
  return located(yaml, findings) ?? { tree };
}

/** What is wrong with a text as a whole, such as its size. */
function wholeProblem(error: OrchardError): Problem {
  return { message: error.message, line: 1, column: 1 };
}

/**
 * Everything that is wrong with a tree, in the order of the file, at most 100 problems; none for a tree that parses.
 * Names within steps are checked once the keys and types of the whole file are right.
 *
 * @param text - YAML, at most 256 KB.
 */
export function validateTree(text: string): readonly Problem[] {
  try {
    const checked = check(text);
    if ('tree' in checked) return [];
    return checked.problems.toSorted((a, b) => a.line - b.line || a.column - b.column);
  } catch (error) {
    if (isOrchardError(error) && error.code === 'TREE_INVALID') return [wholeProblem(error)];
    throw error;
  }
}

/**
 * Parses a tree. The most telling problem is reported, with its place and, for a misspelt name, the nearest known one;
 * `validateTree` gives all of them.
 *
 * @param text - YAML, at most 256 KB.
 * @param file - name shown in errors.
 * @throws TREE_INVALID with `details: { file, line, column }`.
 * @example
 * const plan = planTree(parseTree('version: 1\nname: hello\nsteps:\n  say: { run: echo Hello }\n'));
 */
export function parseTree(text: string, file = 'tree'): Tree {
  const checked = check(text);
  if ('tree' in checked) return checked.tree;
  throw problemError(file, checked.problems[0]);
}
