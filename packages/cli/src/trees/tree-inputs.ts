import { readFile } from 'node:fs/promises';
import { isJsonObject, isOrchardError, type JsonObject, type JsonValue } from '@orchard-studio/core';
import { resolveInputs, type Tree } from '@orchard-studio/orchestrator';
import { wrongUsage } from '../wrong-usage.ts';

export interface InputOptions {
  readonly input: readonly string[];
  readonly inputFile?: string;
}

async function readInputFile(file: string): Promise<JsonObject> {
  const text = await readFile(file, 'utf8').catch(() => wrongUsage(`--input-file: ${file} cannot be read.`));
  let value: JsonValue;
  try {
    value = JSON.parse(text);
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    return wrongUsage(`--input-file: ${file} is not JSON: ${why}`);
  }
  return isJsonObject(value)
    ? value
    : wrongUsage(`--input-file: ${file} must hold an object: {"name": value}.`);
}

function parsePair(pair: string): readonly [string, string] {
  const at = pair.indexOf('=');
  if (at < 1) return wrongUsage(`--input takes name=value, not "${pair}".`);
  return [pair.slice(0, at), pair.slice(at + 1)];
}

/** Texts of a file are values already; one for an input of type json must not be read as JSON once more. */
const fromFile = (tree: Tree, values: JsonObject): JsonObject =>
  Object.fromEntries(
    Object.entries(values).map(([name, value]) => [
      name,
      tree.inputs?.[name]?.type === 'json' ? JSON.stringify(value) : value,
    ]),
  );

/** The inputs of a tree from the command line: `--input` over `--input-file` over defaults. Wrong ones are wrong usage. */
export async function readInputs(tree: Tree, { input, inputFile }: InputOptions): Promise<JsonObject> {
  const file = inputFile === undefined ? {} : fromFile(tree, await readInputFile(inputFile));
  const given = { ...file, ...Object.fromEntries(input.map(parsePair)) };
  try {
    return resolveInputs(tree, given, { coerce: true });
  } catch (error) {
    if (!isOrchardError(error) || error.code !== 'INVALID_INPUT') throw error;
    return wrongUsage(`${error.message} Give inputs with --input name=value or --input-file x.json.`);
  }
}
