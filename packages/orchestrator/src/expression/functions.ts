import { data } from '@actions/expressions';
import { format } from '@actions/expressions/funcs/format';
import type { FunctionDefinition } from '@actions/expressions/funcs/info';
import { join } from '@actions/expressions/funcs/join';
import type { JsonValue } from '@orchard-studio/core';
import { toData, toJson } from './json-data.ts';
import { MAX_VALUE_DEPTH, measure } from './measure.ts';
import type { StatusScope } from './scope.ts';

/** Longest text an expression may make, in characters. */
export const MAX_TEXT = 1_048_576;

/** The functions that ask what became of earlier steps. */
export const STATUS_FUNCTIONS: readonly string[] = ['success', 'failure', 'cancelled', 'always'];

function checkLength(length: number): void {
  if (length > MAX_TEXT) throw new Error(`makes more than ${MAX_TEXT} characters of text`);
}

const lengthOf = (value: data.ExpressionData | undefined): number =>
  value instanceof data.StringData ? value.value.length : 32;

/** The library's `format`, which is asked how long its result will be before it makes it. */
const boundedFormat: FunctionDefinition = {
  ...format,
  call: (...args) => {
    const template = args[0]?.coerceString() ?? '';
    let length = template.length;
    for (const [, place] of template.matchAll(/\{(\d{1,9})/g)) length += lengthOf(args[1 + Number(place)]);
    checkLength(length);
    return format.call(...args);
  },
};

const boundedJoin: FunctionDefinition = {
  ...join,
  call: (...args) => {
    const [list, separator] = args;
    if (list instanceof data.Array) {
      const between = args.length > 1 ? lengthOf(separator) : 1;
      checkLength(list.values().reduce((sum, item) => sum + lengthOf(item) + between, 0));
    }
    return join.call(...args);
  },
};

/** Unlike the library's it keeps every key. */
const toJsonFunction: FunctionDefinition = {
  name: 'toJSON',
  minArgs: 1,
  maxArgs: 1,
  call: (value) => {
    const json = toJson(value ?? new data.Null());
    if (typeof measure(json, MAX_TEXT) === 'string') throw new Error('toJSON was given too large a value');
    const text = JSON.stringify(json, null, 2);
    checkLength(text.length);
    return new data.StringData(text);
  },
};

const fromJsonFunction: FunctionDefinition = {
  name: 'fromJSON',
  minArgs: 1,
  maxArgs: 1,
  call: (value) => {
    const text = value?.coerceString() ?? '';
    let json: JsonValue;
    try {
      json = JSON.parse(text);
    } catch {
      // The parser's own words quote the text, which may be a secret.
      throw new Error(
        text.trim() === '' ? 'fromJSON was given no text' : 'fromJSON was given text that is not JSON',
      );
    }
    if (measure(json, Number.POSITIVE_INFINITY) === 'deep')
      throw new Error(`fromJSON was given JSON nested deeper than ${MAX_VALUE_DEPTH} levels`);
    return toData(json);
  },
};

/** The second value when the first is absent (null). An empty text, 0 and false are values. */
const defaultFunction: FunctionDefinition = {
  name: 'default',
  minArgs: 2,
  maxArgs: 2,
  call: (value, fallback) =>
    (value === undefined || value instanceof data.Null ? fallback : value) ?? new data.Null(),
};

const OWN: readonly FunctionDefinition[] = [
  boundedFormat,
  boundedJoin,
  toJsonFunction,
  fromJsonFunction,
  defaultFunction,
];

const answer = (name: string, read: (status: StatusScope) => boolean) => ({ name, read });
const STATUS = [
  answer('success', ({ success }) => success),
  answer('failure', ({ failure }) => failure),
  answer('cancelled', ({ cancelled }) => cancelled),
  answer('always', () => true),
];

function statusFunction(name: string, value: boolean): FunctionDefinition {
  return { name, minArgs: 0, maxArgs: 0, call: () => new data.BooleanData(value) };
}

/** Functions the library's parser must be told of, besides its own. */
export const EXTRA_FUNCTIONS: readonly FunctionDefinition[] = [
  defaultFunction,
  ...STATUS.map(({ name }) => statusFunction(name, false)),
];

const BASE: Map<string, FunctionDefinition> = new Map(
  OWN.map((definition) => [definition.name.toLowerCase(), definition]),
);

/** What the evaluator calls instead of the library's own functions. */
export function functionsFor(status: StatusScope | undefined): Map<string, FunctionDefinition> {
  if (status === undefined) return BASE;
  const functions = new Map(BASE);
  for (const { name, read } of STATUS) functions.set(name, statusFunction(name, read(status)));
  return functions;
}

/** All functions by the names people write. */
export const FUNCTION_NAMES: readonly string[] = [
  'contains',
  'startsWith',
  'endsWith',
  'format',
  'join',
  'toJSON',
  'fromJSON',
  'case',
  'default',
  ...STATUS_FUNCTIONS,
];
