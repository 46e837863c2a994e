import {
  canonicalJson,
  isJsonObject,
  type JsonObject,
  type JsonValue,
  type Matrix,
  OrchardError,
} from '@orchard-studio/core';
import { expand } from '../expression/expand.ts';
import { compile, evaluate } from '../expression/expression.ts';
import type { Scope } from '../expression/scope.ts';
import { soleExpression } from '../expression/template.ts';

/** Most combinations of one matrix. */
const MAX_COMBINATIONS = 256;
/** Most combinations before `exclude` is applied, and most entries of `include` and of `exclude`. */
const MAX_CANDIDATES = 4_096;

interface Lists {
  readonly values: ReadonlyMap<string, readonly JsonValue[]>;
  readonly include: readonly JsonObject[];
  readonly exclude: readonly JsonObject[];
}

function invalid(message: string): never {
  throw new OrchardError('EXPRESSION_INVALID', `The matrix ${message}.`);
}

const isList = (value: JsonValue): value is readonly JsonValue[] => Array.isArray(value);

/** A text that is one expression becomes its value; everything else is filled in. */
function resolve(value: JsonValue, scope: Scope): JsonValue {
  const source = typeof value === 'string' ? soleExpression(value) : undefined;
  return source === undefined ? expand(value, scope) : evaluate(compile(source), scope);
}

function entriesOf(value: JsonValue, name: string): readonly JsonObject[] {
  if (!isList(value) || !value.every(isJsonObject)) invalid(`needs a list of objects as "${name}"`);
  if (value.length > MAX_CANDIDATES)
    invalid(`has ${value.length} entries in "${name}", more than ${MAX_CANDIDATES}`);
  return value;
}

function listsOf(matrix: Matrix, scope: Scope): Lists {
  const resolved = typeof matrix.values === 'string' ? resolve(matrix.values, scope) : matrix.values;
  if (!isJsonObject(resolved)) invalid('must be an object of lists');
  // One expression may give the whole matrix, as in GitHub Actions.
  const { include = [], exclude = [], ...named } = resolved;
  const values = Object.entries(named).map(([name, given]) => {
    const list = resolve(given, scope);
    if (!isList(list)) invalid(`needs a list as "${name}"`);
    return [name, list] as const;
  });
  return {
    values: new Map(values),
    include: [
      ...entriesOf(resolve(include, scope), 'include'),
      ...entriesOf(resolve(matrix.include, scope), 'include'),
    ],
    exclude: [
      ...entriesOf(resolve(exclude, scope), 'exclude'),
      ...entriesOf(resolve(matrix.exclude, scope), 'exclude'),
    ],
  };
}

/** Every choice of one value per list; the last list changes fastest. */
function product(values: Lists['values']): readonly JsonObject[] {
  if (values.size === 0) return [];
  let count = 1;
  for (const list of values.values()) count *= list.length;
  if (count > MAX_CANDIDATES) invalid(`has ${count} combinations, more than ${MAX_COMBINATIONS}`);
  let made: readonly JsonObject[] = [{}];
  for (const [name, list] of values)
    made = made.flatMap((combination) => list.map((value) => ({ ...combination, [name]: value })));
  return made;
}

const equal = (a: JsonValue | undefined, b: JsonValue | undefined): boolean =>
  a === b || (typeof a === 'object' && typeof b === 'object' && canonicalJson(a) === canonicalJson(b));

const matches = (combination: JsonObject, wanted: readonly (readonly [string, JsonValue])[]): boolean =>
  wanted.every(([name, value]) => Object.hasOwn(combination, name) && equal(combination[name], value));

function without(combinations: readonly JsonObject[], { values, exclude }: Lists): readonly JsonObject[] {
  const rules = exclude.map((entry) => Object.entries(entry)).filter((entry) => entry.length > 0);
  for (const [name] of rules.flat())
    if (!values.has(name)) invalid(`excludes by "${name}", which it has no list of`);
  return combinations.filter((combination) => !rules.some((rule) => matches(combination, rule)));
}

/**
 * An entry is added to every combination whose own values it leaves as they are; when there is none, it becomes a
 * combination itself. Values that an earlier entry added may be overwritten.
 */
function included(base: readonly JsonObject[], { values, include }: Lists): readonly JsonObject[] {
  const extended = base.map((combination) => ({ own: combination, all: combination }));
  const added: JsonObject[] = [];
  for (const entry of include) {
    const pinned = Object.entries(entry).filter(([name]) => values.has(name));
    const fitting = extended.filter(({ own }) => matches(own, pinned));
    for (const combination of fitting) combination.all = { ...combination.all, ...entry };
    if (fitting.length === 0) added.push(entry);
  }
  return [...extended.map(({ all }) => all), ...added];
}

/**
 * The combinations of a matrix, as GitHub Actions makes them: every choice of one value per list, without those that
 * `exclude` describes, extended and added to by `include`. Empty when a list is empty and nothing is included.
 *
 * @param scope - what the matrix's expressions see.
 * @throws EXPRESSION_INVALID when it is not made of lists, or has more than 256 combinations (their number is named).
 * @example
 * combinations(matrixSchema.parse({ values: { os: ['a', 'b'] }, exclude: [{ os: 'b' }] }), scope); // [{ os: 'a' }]
 */
export function combinations(matrix: Matrix, scope: Scope): readonly JsonObject[] {
  const lists = listsOf(matrix, scope);
  const base = without(product(lists.values), lists);
  if (base.length > MAX_COMBINATIONS)
    invalid(`has ${base.length} combinations, more than ${MAX_COMBINATIONS}`);
  const made = included(base, lists);
  if (made.length > MAX_COMBINATIONS)
    invalid(`has ${made.length} combinations, more than ${MAX_COMBINATIONS}`);
  return made;
}
