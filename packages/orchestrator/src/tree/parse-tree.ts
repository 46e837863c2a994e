import { OrchardError } from '@orchard-studio/core';
import { closest, distance } from 'fastest-levenshtein';
import { type Document, isMap, isNode, isScalar, LineCounter, parseDocument } from 'yaml';
import type { z } from 'zod';
import { guardTreeText } from './guard-text.ts';
import { OTHER_KEYS, STEP_KEYS, TREE_KEYS, type Tree, treeSchema } from './schema.ts';

interface Place {
  readonly line: number;
  readonly column: number;
}

interface ParsedYaml {
  readonly document: Document;
  readonly lines: LineCounter;
}

function fail(file: string, message: string, place: Place): never {
  const sentence = /[.?]$/.test(message) ? message : `${message}.`;
  throw new OrchardError('TREE_INVALID', `${file}:${place.line}:${place.column}: ${sentence}`, {
    details: { file, ...place },
  });
}

function readYaml(text: string, file: string): ParsedYaml {
  guardTreeText(text);
  const lines = new LineCounter();
  const document = parseDocument(text, {
    lineCounter: lines,
    version: '1.2',
    schema: 'core',
    uniqueKeys: true,
    prettyErrors: false,
  });
  const error = document.errors[0];
  if (error !== undefined) {
    const at = lines.linePos(error.pos[0]);
    fail(file, error.message, { line: at.line, column: at.col });
  }
  return { document, lines };
}

function place(lines: LineCounter, node: unknown): Place | undefined {
  if (!isNode(node) || !node.range) return undefined;
  const at = lines.linePos(node.range[0]);
  return { line: at.line, column: at.col };
}

/** Where the key at `path` stands, or the value of its nearest existing parent. */
function placeOf({ document, lines }: ParsedYaml, path: readonly PropertyKey[]): Place {
  for (let length = path.length; length > 0; length -= 1) {
    const parent = length === 1 ? document.contents : document.getIn(path.slice(0, length - 1), true);
    const pair = isMap(parent)
      ? parent.items.find(({ key }) => isScalar(key) && String(key.value) === String(path[length - 1]))
      : undefined;
    const found = place(lines, pair?.key) ?? place(lines, document.getIn(path.slice(0, length), true));
    if (found !== undefined) return found;
  }
  return { line: 1, column: 1 };
}

function knownKeys(path: readonly PropertyKey[]): readonly string[] {
  if (path.length === 0) return TREE_KEYS;
  return path[0] === 'steps' && path.length === 2 ? STEP_KEYS : OTHER_KEYS;
}

/** `, did you mean "x"?` when a known name is near enough to be a slip. */
export function suggestion(wrong: string, known: readonly string[]): string {
  if (known.length === 0) return '';
  const best = closest(wrong, known);
  return distance(wrong, best) <= Math.max(2, Math.floor(wrong.length / 3))
    ? `, did you mean "${best}"?`
    : '';
}

type Issue = z.core.$ZodIssue;

function explain(issue: Issue): { readonly path: readonly PropertyKey[]; readonly message: string } {
  if (issue.code === 'unrecognized_keys') {
    const [key = ''] = issue.keys;
    return {
      path: [...issue.path, key],
      message: `unknown key "${key}"${suggestion(key, knownKeys(issue.path))}`,
    };
  }
  const name = issue.path.map(String).join('.');
  return { path: issue.path, message: `${name === '' ? 'the tree' : `"${name}"`}: ${issue.message}` };
}

/**
 * Parses a tree. The first problem is reported with its place and, for a misspelt key, the nearest known one.
 *
 * @param text - YAML, at most 256 KB.
 * @param file - name shown in errors.
 * @throws TREE_INVALID with `details: { file, line, column }`.
 */
export function parseTree(text: string, file = 'tree'): Tree {
  const yaml = readYaml(text, file);
  let value: unknown;
  try {
    // No aliases: a tree has no use for them, and nested ones grow without bound.
    value = yaml.document.toJS({ maxAliasCount: 0 });
  } catch (error) {
    return fail(file, error instanceof Error ? error.message : 'cannot be read', { line: 1, column: 1 });
  }
  const result = treeSchema.safeParse(value);
  if (result.success) return result.data;
  // A misspelt key is often also a missing one; its name helps more.
  const { issues } = result.error;
  const issue = issues.find(({ code }) => code === 'unrecognized_keys') ?? issues[0];
  if (issue === undefined) return fail(file, 'cannot be read', { line: 1, column: 1 });
  const { path, message } = explain(issue);
  return fail(file, message, placeOf(yaml, path));
}
