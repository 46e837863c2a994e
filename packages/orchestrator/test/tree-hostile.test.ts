// biome-ignore-all lint/suspicious/noTemplateCurlyInString: texts of the expression language.
import { isOrchardError } from '@orchard-studio/core';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseTree, validateTree } from '../src/tree/parse-tree.ts';
import { planTree } from '../src/tree/plan-tree.ts';

const VALID = `version: 1
name: t
inputs:
  who: { default: "a b" }
steps:
  a: { run: "echo [{(", env: { X: "\${{ inputs.who }}" } }
  b:
    needs: [a]
    if: needs.a.result == 'success'
    run: |
      ------------------------------------------------------------------------------------------------------------------------------------------------------------
      echo "[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[["
                                                                                                                                                 echo far
    strategy: { matrix: { os: [x, y] } }
finally:
  z: { uses: wait, with: { for: 1s } }
`;

function outcome(text: string): string {
  try {
    planTree(parseTree(text, 'f'));
    return 'accepted';
  } catch (error) {
    if (isOrchardError(error) && error.code === 'TREE_INVALID') return error.message;
    throw error;
  }
}

const step = (body: string): string => `version: 1\nname: t\nsteps:\n  a: { ${body} }\n`;

describe('hostile YAML', () => {
  it.each([
    ['closed brackets on one line', `x: ${'['.repeat(5_000)}${']'.repeat(5_000)}`, 'nested deeper than 64'],
    ['open brackets', `x: ${'{a: '.repeat(5_000)}`, 'nested deeper than 64'],
    ['dashes', `${'- '.repeat(5_000)}x`, 'nested deeper than 64'],
    ['question marks', `${'? '.repeat(5_000)}x`, 'nested deeper than 64'],
    [
      'indentation',
      Array.from({ length: 300 }, (_v, n) => `${' '.repeat(n)}a:`).join('\n'),
      'nested deeper than 64',
    ],
    ['tagged brackets', `x: ${'!a ['.repeat(5_000)}`, 'nested deeper than 64'],
    ['10 MB', `x: ${'y'.repeat(10_000_000)}`, 'larger than 256 KB'],
    ['256 KB of letters that take more bytes', `x: ${'🍎'.repeat(70_000)}`, 'larger than 256 KB'],
    ['laughs', `a: &a [x]\nb: &b [*a,*a]\nc: [*b,*b]\n${VALID}`, 'f:2:8: aliases ("*a") are not supported'],
    ['an alias to itself', `a: &a [*a]\n`, 'aliases'],
    ['merge keys', step('<<: { uses: x }'), 'f:4:8: merge keys'],
    ['a tag', step('uses: !!js/function x'), 'f:4:28: tags'],
    ['a tagged map', step('uses: x, with: !!map {}'), 'tags'],
    ['a number as key', step('uses: x, with: { 1: a }'), 'f:4:25: a key must be text'],
    ['true as key', step('uses: x, with: { true: a }'), 'a key must be text'],
    ['a list as key', step('uses: x, with: { ? [a] : b }'), 'a key must be text'],
    ['no key', step('uses: x, with: { : b }'), 'a key must be text'],
    [
      'a repeated key',
      'version: 1\nname: t\nsteps:\n  a: { uses: x }\n  a: { uses: y }\n',
      'f:5:3: the key "a" is there twice',
    ],
    [
      'the prototype as a step',
      'version: 1\nname: t\nsteps:\n  __proto__: { uses: x }\n',
      'f:4:3: unknown key "__proto__"',
    ],
    ['the prototype deep down', step('uses: x, with: { a: [{ __proto__: 1 }] }'), 'unknown key "__proto__"'],
    ['two documents', `${VALID}---\n${VALID}`, 'more than one document'],
    ['many documents', '---\n'.repeat(60_000), 'more than one document'],
    ['tabs', 'version: 1\nname: t\nsteps:\n\ta: { uses: x }\n', 'f:4:'],
    ['a NUL', 'version: 1\u0000', 'f:1:1'],
    ['no number', step('uses: x, weight: .nan'), 'not a number that a tree can hold'],
    ['a number that is not exact', step('uses: x, with: { id: 12345678901234567890 }'), 'put it in quotes'],
  ])('is refused with a clear message: %s', (_name, text, message) => {
    expect(outcome(text)).toContain(message);
  });

  it('does not harm what people write', () => {
    expect(outcome(VALID)).toBe('accepted');
    expect(outcome(`\uFEFF${VALID}`)).toBe('accepted');
    expect(outcome(VALID.replaceAll('\n', '\r\n'))).toBe('accepted');
    expect(outcome(`--- # a tree\n${VALID}...\n`)).toBe('accepted');
    expect(
      outcome(step("name: 'Größe 🍎 名前', uses: x, with: { NO: no, on: yes, octal: 0o17, 名: 1 }")),
    ).toBe('accepted');
    const tree = parseTree(step('uses: x, with: { no: NO, e: 1e3, o: 017, t: true, constructor: y, n: }'));
    expect(tree.steps.a?.with).toEqual({ no: 'NO', e: 1000, o: 17, t: true, constructor: 'y', n: null });
  });

  it('copes with many keys, and stops listing problems at 100', () => {
    const keys = Array.from({ length: 5_000 }, (_v, n) => `k${n}: 1`).join('\n');
    expect(validateTree(keys)).toHaveLength(100);
    const repeated = Array.from({ length: 5_000 }, () => 'a: 1').join('\n');
    expect(validateTree(repeated)).toHaveLength(100);
  });

  const lines = VALID.split('\n');
  const junk = fc.constantFrom(
    '',
    ' ',
    '\t',
    ':',
    '- ',
    '? ',
    '[',
    ']',
    '{',
    '}',
    '&x ',
    '*x',
    '!!int ',
    '"',
    "'",
    '|',
    '>',
    '#',
    '\u0000',
    '\uD800',
    '🍎',
    '${{',
    '}}',
    '<<: ',
    '__proto__: ',
    'needs: ',
    'if: ',
    '.inf',
    '~',
    '---\n',
    '%YAML 1.1\n',
    '${{ needs.b.outputs.x }}',
    'matrix: ',
    'true',
    '9e999',
  );

  it('never makes a valid tree with junk in it fail with anything but TREE_INVALID', () => {
    const change = fc.record({
      at: fc.nat({ max: VALID.length }),
      remove: fc.nat({ max: 12 }),
      insert: junk,
    });
    fc.assert(
      fc.property(fc.array(change, { minLength: 1, maxLength: 4 }), (changes) => {
        let text = VALID;
        for (const { at, remove, insert } of changes)
          text = text.slice(0, at) + insert + text.slice(at + remove);
        expect(validateTree(text).length === 0).toBe(outcome(text) === 'accepted');
      }),
      { numRuns: 200 },
    );
  });

  it('nor lines in any order, nor any text at all', () => {
    fc.assert(
      fc.property(
        fc.oneof(
          fc.shuffledSubarray(lines).map((some) => some.join('\n')),
          fc.string({ unit: 'binary' }),
        ),
        (text) => {
          for (const { line, column } of validateTree(text))
            expect(Math.min(line, column)).toBeGreaterThan(0);
        },
      ),
      { numRuns: 200 },
    );
  });
});
