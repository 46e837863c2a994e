import type { z } from 'zod';
import { suggestion } from '../expression/nearest.ts';
import { MAX_PROBLEMS } from './problem.ts';
import { knownKeys } from './schema.ts';

type Issue = z.core.$ZodIssue;
type Path = readonly PropertyKey[];

/** What is wrong with the value at a path of the tree. */
export interface Finding {
  readonly path: Path;
  readonly message: string;
  /** The key is what is wrong, not its value. */
  readonly atKey?: boolean;
}

function valueAt(root: unknown, path: Path): unknown {
  let current = root;
  for (const part of path) {
    if (typeof current !== 'object' || current === null) return undefined;
    current = Reflect.get(current, part);
  }
  return current;
}

/** Of the kinds of value a place takes, the one that was meant: the one that fails deeper than at its type. */
function meant(issue: z.core.$ZodIssueInvalidUnion): readonly Issue[] | undefined {
  const close = issue.errors.filter((errors) =>
    errors.every(({ path, code }) => path.length > 0 || code !== 'invalid_type'),
  );
  const [only] = close;
  return close.length === 1 ? only : undefined;
}

function unknownKeys(issue: z.core.$ZodIssueUnrecognizedKeys, path: Path, root: unknown): readonly Finding[] {
  const uses = valueAt(root, [...path.slice(0, 2), 'uses']);
  return issue.keys.slice(0, MAX_PROBLEMS).map((key) => ({
    path: [...path, key],
    atKey: true,
    message: `unknown key "${key}"${suggestion(key, knownKeys(path, uses))}`,
  }));
}

function findingsOf(issue: Issue, parent: Path, root: unknown): readonly Finding[] {
  const path = [...parent, ...issue.path];
  if (issue.code === 'unrecognized_keys') return unknownKeys(issue, path, root);
  if (issue.code === 'invalid_union') {
    const inner = meant(issue)?.flatMap((one) => findingsOf(one, path, root));
    if (inner !== undefined && inner.length > 0) return inner;
  }
  const name = path.map(String).join('.');
  const message = issue.code === 'invalid_key' ? (issue.issues[0]?.message ?? issue.message) : issue.message;
  const missing = issue.code === 'invalid_type' && valueAt(root, path) === undefined && path.length > 0;
  return [
    {
      path,
      atKey: issue.code === 'invalid_key',
      message: `${name === '' ? 'the tree' : `"${name}"`}: ${missing ? 'is missing' : message}`,
    },
  ];
}

/**
 * What a schema found, in words. Unknown keys come first: a misspelt key is often also a missing one, and its name
 * helps more.
 *
 * @param root - the whole tree, as it was read.
 * @param parent - where the value that was checked stands in it.
 */
export function schemaFindings(
  issues: readonly Issue[],
  root: unknown,
  parent: Path = [],
): readonly Finding[] {
  const findings = issues.flatMap((issue) => findingsOf(issue, parent, root));
  const isUnknown = ({ message }: Finding): boolean => message.startsWith('unknown key');
  return [...findings.filter(isUnknown), ...findings.filter((finding) => !isUnknown(finding))];
}
