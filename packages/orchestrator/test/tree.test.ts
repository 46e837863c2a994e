import { isOrchardError } from '@orchard-studio/core';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { resolveInputs } from '../src/tree/inputs.ts';
import { parseTree } from '../src/tree/parse-tree.ts';
import { hashPlan, planTree } from '../src/tree/plan-tree.ts';
import { treeSchema } from '../src/tree/schema.ts';

const step = (body: string): string => `version: 1\nname: t\nsteps:\n  a: { ${body} }\n`;

function refusal(text: string): string {
  try {
    planTree(parseTree(text, 'tree.yaml'));
  } catch (error) {
    if (isOrchardError(error) && error.code === 'TREE_INVALID') return error.message;
    throw error;
  }
  throw new Error('the tree was accepted');
}

describe('a tree', () => {
  it('is frozen into a plan with its defaults filled in', () => {
    const tree = parseTree(`
version: 1
name: release
defaults: { timeout: 5m, retry: { max: 1 } }
max-parallel: 2
steps:
  ship: { uses: deploy, phase: deploy, needs: [check], weight: 3 }
  check: { run: npm test, env: { CI: true }, timeout: 90s }
`);
    const plan = planTree(tree);
    expect(plan.maxParallel).toBe(2);
    expect(plan.steps.map(({ key }) => key)).toEqual(['check', 'ship']);
    expect(plan.steps[0]).toMatchObject({
      uses: 'shell',
      with: { command: 'npm test' },
      env: { CI: 'true' },
      timeoutMs: 90_000,
    });
    expect(plan.steps[1]).toMatchObject({
      phase: 'deploy',
      timeoutMs: 300_000,
      retry: { max: 1, backoffMs: 1_000 },
      weight: 3,
    });
    expect(hashPlan(planTree(tree))).toBe(hashPlan(plan));
  });

  const cases = [
    [
      'an unknown key, with its place and the nearest name',
      step('uses: x, need: b'),
      'tree.yaml:4:17: unknown key "need", did you mean "needs"?',
    ],
    [
      'an unknown top key',
      'version: 1\nname: t\nstep: {}\n',
      '3:1: unknown key "step", did you mean "steps"?',
    ],
    [
      'a missing need',
      'version: 1\nname: t\nsteps:\n  build: { uses: x }\n  b: { uses: x, needs: buidl }\n',
      'did you mean "build"?',
    ],
    [
      'a circle',
      'version: 1\nname: t\nsteps:\n  a: { uses: x, needs: c }\n  b: { uses: x, needs: a }\n  c: { uses: x, needs: b }\n',
      'a → c → b → a',
    ],
    ['both uses and run', step('uses: x, run: y'), 'exactly one of `uses` and `run`'],
    ['a bad duration', step('uses: x, timeout: 5 minutes'), 'must be a duration'],
    ['a repeated key', 'version: 1\nname: t\nname: u\nsteps:\n  a: { uses: x }\n', '3:1'],
    ['broken YAML', 'version: 1\nsteps: [', 'tree.yaml:'],
    ['nothing', '', 'tree.yaml:1:1'],
    ['a list', '- a\n', 'tree.yaml:1:1'],
    ['no steps', 'version: 1\nname: t\nsteps: {}\n', 'at least one step'],
    ['an alias', 'version: 1\nname: &n t\nsteps:\n  a: { uses: *n }\n', 'tree.yaml:'],
    [
      'an alias bomb',
      `a: &a [x]\nb: &b [*a,*a]\nc: &c [*b,*b]\nversion: 1\nname: t\nsteps: *c\n`,
      'tree.yaml',
    ],
    ['the prototype', step('uses: x, __proto__: 1'), 'unknown key "__proto__"'],
    ['deep brackets', `x: ${'['.repeat(5_000)}`, 'nested deeper than 64'],
    [
      'deep indentation',
      Array.from({ length: 300 }, (_value, depth) => `${'  '.repeat(depth)}a:`).join('\n'),
      'nested deeper than 64',
    ],
    ['nested dashes', `${'- '.repeat(5_000)}x`, 'nested deeper than 64'],
    ['a large file', `# ${'x'.repeat(300_000)}`, 'larger than 256 KB'],
  ] as const;
  it.each(cases)('is refused with a clear message: %s', (_name, text, message) => {
    expect(refusal(text)).toContain(message);
  });

  it('never fails with anything but a clear message, whatever the text', () => {
    const fragments = fc.constantFrom(
      'steps:',
      '\n',
      '  ',
      'a:',
      '{',
      '}',
      '[',
      ']',
      '&x',
      '*x',
      '- ',
      'uses: x',
      '"',
      "'",
      '!!js/function',
      '<<:',
      'version: 1',
      '\t',
      '|',
      '#',
      '\u0000',
      '🍎',
    );
    fc.assert(
      fc.property(fc.array(fragments, { maxLength: 40 }), (parts) => {
        try {
          planTree(parseTree(parts.join('')));
        } catch (error) {
          expect(isOrchardError(error) && error.code).toBe('TREE_INVALID');
        }
      }),
      { numRuns: 300 },
    );
  });

  it('orders any circle-free graph so that needs come first, in time linear in its size', () => {
    fc.assert(
      fc.property(
        fc.array(fc.array(fc.nat(), { maxLength: 4 }), { minLength: 1, maxLength: 40 }),
        (graph) => {
          const lines = graph.map((needs, index) => {
            const names = [...new Set(needs.map((need) => need % Math.max(1, index)))]
              .filter(() => index > 0)
              .map((need) => `s${need}`);
            return `  s${index}: { uses: x, needs: [${names.join(', ')}] }`;
          });
          const { steps } = planTree(parseTree(`version: 1\nname: t\nsteps:\n${lines.reverse().join('\n')}`));
          const place = new Map(steps.map(({ key }, index) => [key, index]));
          expect(steps).toHaveLength(graph.length);
          for (const { key, needs } of steps)
            for (const need of needs) expect(place.get(need)).toBeLessThan(place.get(key) ?? -1);
        },
      ),
    );
  });

  it('may have 10,000 steps, in a chain and all needed by one', () => {
    const chain = Array.from({ length: 10_000 }, (_value, n) => [
      `s${n}`,
      { uses: 'x', ...(n === 0 ? {} : { needs: [`s${n - 1}`] }) },
    ]);
    const fan = Array.from({ length: 1_000 }, (_value, n) => `s${n * 10}`);
    const steps = { last: { uses: 'x', needs: fan }, ...Object.fromEntries(chain.toReversed()) };
    const plan = planTree(treeSchema.parse({ version: 1, name: 't', steps }));
    expect(plan.steps[0]?.key).toBe('s0');
    expect(plan.steps.findIndex(({ key }) => key === 'last')).toBeGreaterThan(9_990);
    const circle = { ...steps, s0: { uses: 'x', needs: ['s9999'] } };
    expect(() => planTree(treeSchema.parse({ version: 1, name: 't', steps: circle }))).toThrow('in a circle');
  });
});

describe('inputs', () => {
  const tree = parseTree(
    'version: 1\nname: t\ninputs:\n  who: { required: true }\n  how: { default: kindly }\nsteps:\n  a: { uses: x }\n',
  );
  it('get their defaults, and unknown or missing ones are named', () => {
    expect(resolveInputs(tree, { who: 'Ann' })).toEqual({ who: 'Ann', how: 'kindly' });
    expect(() => resolveInputs(tree, {})).toThrow('needs the input "who"');
    expect(() => resolveInputs(tree, { who: 'Ann', hwo: 1 })).toThrow('has no input "hwo", did you mean');
  });
});
