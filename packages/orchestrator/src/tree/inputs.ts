import { type JsonObject, type JsonValue, OrchardError } from '@orchard-studio/core';
import { suggestion } from '../expression/nearest.ts';
import { mismatch } from './input-schema.ts';
import type { Tree, TreeInput } from './schema.ts';

export interface ResolveInputsOptions {
  /**
   * Read texts as what the input declares: "3" as 3, "true" as true, JSON for `json`. For values that can only come as
   * text, as from a command line. Default false.
   */
  readonly coerce?: boolean;
}

interface InputProblem {
  readonly name: string;
  readonly message: string;
}

const NUMBER = /^[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?$/;

function readJson(text: string): JsonValue | undefined {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** The value that a text stands for; undefined when it stands for none. */
function coerced({ type }: TreeInput, text: string): JsonValue | undefined {
  switch (type) {
    case 'number': {
      const number = NUMBER.test(text.trim()) ? Number(text) : Number.NaN;
      return Number.isFinite(number) ? number : undefined;
    }
    case 'boolean':
      return text === 'true' ? true : text === 'false' ? false : undefined;
    case 'json':
      return readJson(text);
    default:
      return text;
  }
}

const COERCED = { number: 'a number, such as 3', boolean: '"true" or "false"', json: 'JSON' } as const;

type Read = { readonly value: JsonValue } | { readonly wrong: string };

function read(input: TreeInput, given: JsonValue, { coerce = false }: ResolveInputsOptions): Read {
  const value = coerce && typeof given === 'string' ? coerced(input, given) : given;
  if (value === undefined) {
    const { type } = input;
    return {
      wrong: `must be ${type === 'number' || type === 'boolean' || type === 'json' ? COERCED[type] : 'a value'}`,
    };
  }
  const wrong = mismatch(input, value);
  return wrong === undefined ? { value } : { wrong };
}

function raise(tree: Tree, problems: readonly InputProblem[]): never {
  const text = problems.map(({ message }) => message).join('; ');
  const issues = problems.map(({ name, message }) => ({ path: name, message }));
  throw new OrchardError('INVALID_INPUT', `Tree "${tree.name}": ${text}${text.endsWith('?') ? '' : '.'}`, {
    details: { issues },
  });
}

/**
 * Fills in defaults and checks that every required input is there, none is unknown and all have the type they declare.
 *
 * @param given - values by name. Values never appear in errors.
 * @throws INVALID_INPUT naming every input that is wrong and what was expected; `details.issues` is
 *   `[{ path, message }]`.
 * @example
 * resolveInputs(tree, { count: '3' }, { coerce: true }); // { count: 3 }
 */
export function resolveInputs(tree: Tree, given: JsonObject, options: ResolveInputsOptions = {}): JsonObject {
  const declared = new Map(Object.entries(tree.inputs ?? {}));
  const problems: InputProblem[] = Object.keys(given)
    .filter((name) => !declared.has(name))
    .map((name) => ({ name, message: `has no input "${name}"${suggestion(name, [...declared.keys()])}` }));
  const resolved: [string, JsonValue][] = [];
  for (const [name, input] of declared) {
    const value = Object.hasOwn(given, name) ? given[name] : undefined;
    if (value === undefined) {
      if (input.default !== undefined) resolved.push([name, input.default]);
      else if (input.required === true) problems.push({ name, message: `needs the input "${name}"` });
      continue;
    }
    const result = read(input, value, options);
    if ('value' in result) resolved.push([name, result.value]);
    else problems.push({ name, message: `input "${name}" ${result.wrong}` });
  }
  if (problems.length > 0) raise(tree, problems);
  return Object.fromEntries(resolved);
}
