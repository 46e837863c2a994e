import { readdirSync, readFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { isOrchardError, type JsonObject, OrchardError } from '@orchard-studio/core';
import {
  type PreparedTree,
  parseTree,
  planTree,
  resolveInputs,
  type Tree,
} from '@orchard-studio/orchestrator';

const EXTENSIONS = ['.yaml', '.yml'];

/** @throws TREE_NOT_FOUND */
export async function readTreeText(file: string): Promise<string> {
  try {
    return await readFile(file, 'utf8');
  } catch (cause) {
    const code = cause instanceof Error && 'code' in cause ? cause.code : undefined;
    const why =
      code === 'ENOENT' ? 'there is no such file' : code === 'EISDIR' ? 'it is a folder' : String(code);
    throw new OrchardError('TREE_NOT_FOUND', `The tree ${file} cannot be read: ${why}.`, { cause });
  }
}

/** @throws TREE_NOT_FOUND, TREE_INVALID */
export const readTree = async (file: string): Promise<Tree> => parseTree(await readTreeText(file), file);

function tryRead(file: string): string | undefined {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return undefined;
  }
}

function treeFilesIn(directory: string): readonly string[] {
  return readdirSync(directory).filter((name) => EXTENSIONS.some((extension) => name.endsWith(extension)));
}

/** Files with something wrong in them are passed over: they may have nothing to do with the one that is wanted. */
function parsable(directory: string, name: string): Tree | undefined {
  const text = tryRead(join(directory, name));
  try {
    return text === undefined ? undefined : parseTree(text, name);
  } catch (error) {
    if (isOrchardError(error)) return undefined;
    throw error;
  }
}

/**
 * A tree by name among the files of one folder: `<name>.yaml`, `<name>.yml`, or the one whose `name` it is.
 *
 * @throws TREE_NOT_FOUND, TREE_INVALID
 */
function findTree(directory: string, name: string): Tree {
  // Only files of this very folder: the name may come from a value.
  if (/^[^/\\\0]+$/.test(name) && !name.startsWith('.'))
    for (const extension of EXTENSIONS) {
      const file = join(directory, name + extension);
      const text = tryRead(file);
      if (text !== undefined) return parseTree(text, file);
    }
  const found = treeFilesIn(directory)
    .map((file) => parsable(directory, file))
    .find((tree) => tree?.name === name);
  if (found !== undefined) return found;
  throw new OrchardError(
    'TREE_NOT_FOUND',
    `There is no tree "${name}" in ${directory}: no ${name}.yaml, and no file with this name inside.`,
  );
}

/** Gives sub-trees from one folder to a runner. */
export const treesIn =
  (directory: string) =>
  (name: string, inputs: JsonObject): PreparedTree => {
    const tree = findTree(directory, name);
    return { plan: planTree(tree), inputs: resolveInputs(tree, inputs) };
  };

/** The pools that the steps of all trees of a folder are for. */
export function poolsIn(directory: string): readonly string[] {
  const trees = treeFilesIn(directory).flatMap((file) => parsable(directory, file) ?? []);
  return trees.flatMap((tree) => planTree(tree).steps.map(({ pool }) => pool));
}
