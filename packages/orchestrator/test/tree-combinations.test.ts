// biome-ignore-all lint/suspicious/noTemplateCurlyInString: texts of the expression language.
import { isOrchardError, type JsonObject, type Matrix, matrixSchema } from '@orchard-studio/core';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Scope } from '../src/expression/scope.ts';
import { combinations } from '../src/tree/combinations.ts';

const scope: Scope = {
  inputs: { oses: ['a', 'b'], whole: '{"os":["x"],"include":[{"os":"y","extra":true}]}' },
  needs: {},
  steps: {},
  matrix: {},
  operation: { id: 'op_1', tree: 't' },
  project: { id: null },
  env: {},
  status: { success: true, failure: false, cancelled: false },
};

const made = (matrix: Partial<Matrix> & Pick<Matrix, 'values'>): readonly JsonObject[] =>
  combinations(matrixSchema.parse(matrix), scope);

/** The words of GitHub's documentation, one by one, without a thought for speed. */
function reference(
  values: Record<string, number[]>,
  include: JsonObject[],
  exclude: JsonObject[],
): JsonObject[] {
  const names = Object.keys(values);
  let base: JsonObject[] = names.length === 0 ? [] : [{}];
  for (const name of names)
    base = base.flatMap((one) => (values[name] ?? []).map((value) => ({ ...one, [name]: value })));
  base = base.filter(
    (one) =>
      !exclude.some(
        (rule) => Object.keys(rule).length > 0 && Object.keys(rule).every((name) => rule[name] === one[name]),
      ),
  );
  const results = base.map((one) => ({ ...one }));
  const created: JsonObject[] = [];
  for (const entry of include) {
    let added = false;
    for (const [index, original] of base.entries()) {
      const overwrites = Object.keys(entry).some(
        (name) => name in original && original[name] !== entry[name],
      );
      if (overwrites) continue;
      Object.assign(results[index] ?? {}, entry);
      added = true;
    }
    if (!added) created.push({ ...entry });
  }
  return [...results, ...created];
}

describe('the combinations of a matrix', () => {
  it('follow the example in the documentation of GitHub Actions', () => {
    expect(
      made({
        values: { fruit: ['apple', 'pear'], animal: ['cat', 'dog'] },
        include: [
          { color: 'green' },
          { color: 'pink', animal: 'cat' },
          { fruit: 'apple', shape: 'circle' },
          { fruit: 'banana' },
          { fruit: 'banana', animal: 'cat' },
        ],
      }),
    ).toEqual([
      { fruit: 'apple', animal: 'cat', color: 'pink', shape: 'circle' },
      { fruit: 'apple', animal: 'dog', color: 'green', shape: 'circle' },
      { fruit: 'pear', animal: 'cat', color: 'pink' },
      { fruit: 'pear', animal: 'dog', color: 'green' },
      { fruit: 'banana' },
      { fruit: 'banana', animal: 'cat' },
    ]);
  });

  it('agree with a slow reference', () => {
    const name = fc.constantFrom('a', 'b', 'c');
    const entry = fc.dictionary(name, fc.nat({ max: 2 }), { maxKeys: 3 });
    const extra = fc.dictionary(fc.constantFrom('a', 'b', 'c', 'd', 'e'), fc.nat({ max: 2 }), { maxKeys: 4 });
    const lists = fc.dictionary(name, fc.uniqueArray(fc.nat({ max: 2 }), { maxLength: 3 }), { maxKeys: 3 });
    fc.assert(
      fc.property(
        lists,
        fc.array(extra, { maxLength: 4 }),
        fc.array(entry, { maxLength: 3 }),
        (values, include, rules) => {
          const exclude = rules.filter((rule) =>
            Object.keys(rule).every((key) => Object.hasOwn(values, key)),
          );
          expect(made({ values, include, exclude })).toEqual(reference(values, include, exclude));
        },
      ),
      { numRuns: 1_000 },
    );
  });

  it('may be given by expressions, in part or as a whole', () => {
    expect(made({ values: { os: '${{ inputs.oses }}', n: ['${{ inputs.oses[0] }}'] } })).toEqual([
      { os: 'a', n: 'a' },
      { os: 'b', n: 'a' },
    ]);
    expect(made({ values: '${{ fromJSON(inputs.whole) }}' })).toEqual([
      { os: 'x' },
      { os: 'y', extra: true },
    ]);
    expect(made({ values: { os: "${{ fromJSON('[]') }}" } })).toEqual([]);
    expect(made({ values: { o: [{ v: [1] }, { v: [2] }] }, exclude: [{ o: { v: [1] } }] })).toEqual([
      { o: { v: [2] } },
    ]);
  });

  const many = Array.from({ length: 17 }, (_value, index) => index);
  it.each<[string, Partial<Matrix> & Pick<Matrix, 'values'>]>([
    ['289 combinations', { values: { a: many, b: many } }],
    ['83521 combinations', { values: { a: many, b: many, c: many, d: many } }],
    ['257 combinations', { values: {}, include: Array.from({ length: 257 }, (_value, n) => ({ n })) }],
    ['needs a list as "os"', { values: { os: '${{ inputs.oses[0] }}' } }],
    ['must be an object of lists', { values: '${{ inputs.oses }}' }],
    ['excludes by "cpu"', { values: { os: ['a'] }, exclude: [{ cpu: 'x' }] }],
    ['list of objects as "include"', { values: { os: ['a'] }, include: '${{ inputs.oses }}' }],
  ])('are refused when %s', (message, matrix) => {
    try {
      made(matrix);
      expect.unreachable();
    } catch (error) {
      expect(isOrchardError(error) && error.code).toBe('EXPRESSION_INVALID');
      expect(String(error)).toContain(message);
    }
  });
});
