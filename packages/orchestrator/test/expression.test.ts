// biome-ignore-all lint/suspicious/noTemplateCurlyInString: texts of the expression language.
import { isOrchardError, type JsonValue } from '@orchard-studio/core';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { expand } from '../src/expression/expand.ts';
import { compile, evaluate, usesStatus } from '../src/expression/expression.ts';
import type { Scope } from '../src/expression/scope.ts';

const scope: Scope = {
  inputs: { who: 'Ann', n: 3, zero: 0, none: '', list: ['a', 'b'], deep: { Key: { x: [1, { y: 2 }] } } },
  needs: {
    build: { result: 'success', outputs: { url: 'http://x' } },
    lint: { result: 'failure', outputs: {} },
  },
  steps: {},
  matrix: { os: 'linux' },
  operation: { id: 'op_1', tree: 't' },
  project: { id: null },
  env: { A: '1' },
  status: { success: false, failure: true, cancelled: false },
};

const value = (source: string, seen: Scope = scope): JsonValue => evaluate(compile(source), seen);

function refusal(run: () => unknown): string {
  try {
    run();
  } catch (error) {
    if (isOrchardError(error) && error.code === 'EXPRESSION_INVALID') return error.message;
    throw error;
  }
  throw new Error('it was accepted');
}

describe('an expression', () => {
  it.each<[string, JsonValue]>([
    ['inputs.who', 'Ann'],
    ['INPUTS.Who', 'Ann'],
    ["inputs['who'] == 'ann'", true],
    ['inputs.deep.key.x[1].y', 2],
    ['inputs.list[5]', null],
    ['inputs.constructor', null],
    ['inputs.__proto__', null],
    ['needs.*.result', ['success', 'failure']],
    ["contains(needs.*.result, 'failure')", true],
    ['needs.build.outputs.url', 'http://x'],
    ["inputs.n > 2 && 'many' || 'few'", 'many'],
    ["default(inputs.absent, 'x')", 'x'],
    ["default(inputs.zero, 'x')", 0],
    ["default(inputs.none, 'x')", ''],
    ["'it''s ''two'' quotes'", "it's 'two' quotes"],
    ["format('{0}-{1} {{}}', inputs.who, inputs.n)", 'Ann-3 {}'],
    ["join(inputs.list, '+')", 'a+b'],
    ["startsWith('Hello', 'he') && endsWith('Hello', 'LO')", true],
    ['fromJSON(\'{"a":[1]}\').a[0]', 1],
    ['toJSON(inputs.list)', '[\n  "a",\n  "b"\n]'],
    ['project.id', null],
    ['operation.attempt', null],
    ['failure() && !success() && always() && !cancelled()', true],
  ])('gives what GitHub Actions would: %s', (source, expected) => {
    expect(value(source)).toEqual(expected);
  });

  it.each([
    ['', 'is empty'],
    ['input.who', 'there is no "input", did you mean "inputs"?'],
    ['github.sha', 'there are inputs, needs'],
    ['True', 'did you mean "true"?'],
    ['inputs.who == "Ann"', 'single quotes'],
    ['sucess()', 'did you mean "success"?'],
    ["hashFiles('**')", 'there is no function "hashFiles"'],
    ['constructor(1)', 'there is no function "constructor"'],
    ['toString()', 'there is no function "toString"'],
    ['__proto__()', 'there is no function "__proto__"'],
    ['default(1)', 'Too few parameters'],
    ['success(1)', 'Too many parameters'],
    ['inputs.who ==', 'nexpected end'],
    ['inputs.n + 1', 'nexpected symbol'],
    ["'open", 'nexpected symbol'],
    [`${'('.repeat(200)}1${')'.repeat(200)}`, 'depth'],
    [Array.from({ length: 2_000 }, () => '1').join('=='), 'more than 1000 parts'],
    [`'${'x'.repeat(30_000)}'`, 'too long'],
    ['NaN', 'not a number JSON can hold'],
    ["fromJSON('{')", 'text that is not JSON'],
    ["fromJSON('')", 'no text'],
  ])('is refused with a clear message: %s', (source, message) => {
    expect(refusal(() => value(source))).toContain(message);
  });

  it('cannot make text without bounds', () => {
    let doubling = 'inputs.who';
    for (let depth = 0; depth < 20; depth += 1) doubling = `format('{0}{0}{0}{0}', ${doubling})`;
    expect(refusal(() => value(doubling))).toContain('characters');
    const big = {
      ...scope,
      inputs: { big: 'x'.repeat(900_000), list: Array.from({ length: 500 }, () => 1) },
    };
    expect(refusal(() => value('join(inputs.list, inputs.big)', big))).toContain('characters');
    expect(refusal(() => expand(['${{ inputs.big }}', '${{ inputs.big }}'], big))).toContain('larger than');
  });

  it('does not let a deep value through', () => {
    const deep = `${'['.repeat(100_000)}${']'.repeat(100_000)}`;
    expect(refusal(() => value('fromJSON(inputs.deep)', { ...scope, inputs: { deep } }))).toContain(
      'nested deeper',
    );
  });

  it('reads only what it names', () => {
    const trap: Scope = {
      ...scope,
      get steps(): never {
        throw new Error('steps were read');
      },
      get needs(): never {
        throw new Error('needs were read');
      },
    };
    expect(value('inputs.who && matrix.os', trap)).toBe('linux');
    const touched: string[] = [];
    const outputs = new Proxy(
      { a: 1, b: 2 },
      {
        get: (target, key) => {
          touched.push(String(key));
          return Reflect.get(target, key);
        },
      },
    );
    const needs = { x: { result: 'success' as const, outputs } };
    expect(value('needs.x.outputs.a', { ...scope, needs })).toBe(1);
    expect(touched).toEqual(['a']);
  });

  it('knows whether it asks for the status', () => {
    expect(usesStatus(compile('!(inputs.n == 1 && Failure())'))).toBe(true);
    expect(usesStatus(compile("inputs.failure == 'success()'"))).toBe(false);
  });

  it('is parsed once', () => {
    expect(compile(' inputs.who ')).toBe(compile('inputs.who'));
  });
});

describe('filling in', () => {
  it('keeps the type of a text that is one expression, and writes values into others', () => {
    expect(
      expand(
        {
          whole: '${{ inputs.list }}',
          text: 'Hi ${{ inputs.who }}, ${{ inputs.n }} ${{ inputs.absent }}${{ inputs.list }}!',
          nested: [{ n: '${{ inputs.n }}' }, 7, null, true],
          braces: "${{ '}}' }}",
          escaped: '$${{ inputs.who }} costs $5 or ${5}',
        },
        scope,
      ),
    ).toEqual({
      whole: ['a', 'b'],
      text: 'Hi Ann, 3 ["a","b"]!',
      nested: [{ n: 3 }, 7, null, true],
      braces: '}}',
      escaped: '${{ inputs.who }} costs $5 or ${5}',
    });
    expect(refusal(() => expand('a ${{ inputs.who', scope))).toContain('not closed');
  });

  it('never looks for expressions in what an expression gives', () => {
    const seen = { ...scope, inputs: { evil: '${{ env.A }}', list: ['${{ env.A }}'] } };
    expect(expand(['${{ inputs.evil }}', 'x${{ inputs.evil }}', '${{ inputs.list }}'], seen)).toEqual([
      '${{ env.A }}',
      'x${{ env.A }}',
      ['${{ env.A }}'],
    ]);
    expect(value('join(inputs.list)', seen)).toBe('${{ env.A }}');
  });

  const json = fc.jsonValue({ maxDepth: 4 }).map((made): JsonValue => JSON.parse(JSON.stringify(made)));

  it('changes nothing where there is no expression', () => {
    fc.assert(
      fc.property(json, (given) => {
        fc.pre(!JSON.stringify(given).includes('${{'));
        expect(expand(given, scope)).toEqual(given);
      }),
    );
  });

  it('hands any value on as it is, whole or by way of JSON', () => {
    fc.assert(
      fc.property(json, (v) => {
        const seen = { ...scope, inputs: { v } };
        expect(JSON.stringify(expand('${{ inputs.v }}', seen))).toBe(JSON.stringify(v));
        expect(JSON.stringify(value('fromJSON(toJSON(inputs.v))', seen))).toBe(JSON.stringify(v));
      }),
    );
  });

  it('fails with EXPRESSION_INVALID only, whatever is written', () => {
    const parts = fc.constantFrom(
      'inputs',
      '.',
      'who',
      '(',
      ')',
      '[',
      ']',
      "'",
      '*',
      '!',
      '&&',
      '||',
      '==',
      '<',
      ',',
      ' ',
      '1',
      '-',
      'format',
      'fromJSON',
      'toJSON',
      'join',
      'contains',
      'case',
      'default',
      'needs',
      'true',
      '}}',
      '${{',
      '\n',
      '🍎',
      'x',
    );
    fc.assert(
      fc.property(fc.array(parts, { maxLength: 14 }), (pieces) => {
        try {
          expand(`\${{ ${pieces.join('')} }}`, scope);
        } catch (error) {
          expect(isOrchardError(error) && error.code).toBe('EXPRESSION_INVALID');
        }
      }),
      { numRuns: 2_000 },
    );
  });
});
