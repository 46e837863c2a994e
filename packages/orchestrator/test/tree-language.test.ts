// biome-ignore-all lint/suspicious/noTemplateCurlyInString: texts of the expression language.
import { isOrchardError, type JsonObject } from '@orchard-studio/core';
import { describe, expect, it } from 'vitest';
import { resolveInputs } from '../src/tree/inputs.ts';
import { parseTree, validateTree } from '../src/tree/parse-tree.ts';
import { planTree } from '../src/tree/plan-tree.ts';

const FULL = `
version: 1
name: release
description: Everything the language has.
inputs:
  target: { type: choice, options: [staging, production], default: staging }
  count: { type: number, required: true }
concurrency: { group: "release-\${{ inputs.target }}", on-conflict: cancel-running }
defaults: { retry: { max: 1, backoff: 2s }, timeout: 5m, pool: small, env: { CI: true, TARGET: "\${{ inputs.target }}" } }
max-parallel: 3
fail-fast: true
steps:
  plan:
    run: echo plan
    outputs: { list: "\${{ fromJSON(result.list) }}" }
  test:
    needs: plan
    phase: test
    run: npm test
    env: { SHARD: "\${{ matrix.shard }}", OS: "\${{ matrix.os }}" }
    strategy:
      matrix:
        shard: \${{ needs.plan.outputs.list }}
        os: [linux, mac]
        include: [{ os: linux, lts: true }]
        exclude: [{ os: mac }]
      max-parallel: 2
      fail-fast: false
    retry: { max: 3, on: [TIMEOUT], backoff: 500ms }
    continue-on-error: true
    checkpoint: false
    weight: 4
    pool: large
  ask:
    needs: [test, plan]
    uses: approval
    with: { message: "Ship \${{ inputs.count }}?", approvers: [ann] }
    timeout: 2h
  rest: { needs: ask, uses: wait, with: { for: "\${{ inputs.count }}s" } }
  sub: { needs: rest, uses: tree, with: { tree: other, inputs: { n: "\${{ inputs.count }}" } } }
  ship:
    needs: [ask, sub]
    if: \${{ inputs.target == 'production' && needs.ask.result == 'success' }}
    uses: deploy
    with: { to: "\${{ inputs.target }}", ci: "\${{ env.CI }}" }
finally:
  report: { needs: tidy, if: "always() && steps.ship.result != 'skipped'", run: echo done }
  tidy: { run: rm -rf tmp }
outputs: { url: "\${{ steps.ship.outputs.url }}" }
`;

const HEAD = 'version: 1\nname: t\ninputs:\n  who: {}\n';

function refusal(text: string): string {
  try {
    planTree(parseTree(text, 't.yaml'));
  } catch (error) {
    if (isOrchardError(error) && error.code === 'TREE_INVALID') return error.message;
    throw error;
  }
  throw new Error('the tree was accepted');
}

describe('the language of trees', () => {
  it('becomes a plan with every word in its place', () => {
    const plan = planTree(parseTree(FULL));
    expect(plan).toMatchObject({
      maxParallel: 3,
      failFast: true,
      concurrency: { group: 'release-${{ inputs.target }}', onConflict: 'cancel-running' },
      outputs: { url: '${{ steps.ship.outputs.url }}' },
    });
    expect(plan.steps.map(({ key }) => key)).toEqual([
      'plan',
      'test',
      'ask',
      'rest',
      'sub',
      'ship',
      'tidy',
      'report',
    ]);
    const [first, test, ask, rest, , ship, tidy, report] = plan.steps;
    expect(first).toMatchObject({
      retry: { max: 1, backoffMs: 2_000 },
      timeoutMs: 300_000,
      pool: 'small',
      matrix: null,
    });
    expect(test).toMatchObject({
      env: { CI: 'true', TARGET: '${{ inputs.target }}', SHARD: '${{ matrix.shard }}' },
      matrix: {
        values: { shard: '${{ needs.plan.outputs.list }}', os: ['linux', 'mac'] },
        include: [{ os: 'linux', lts: true }],
        exclude: [{ os: 'mac' }],
        maxParallel: 2,
        failFast: false,
      },
      retry: { max: 3, on: ['TIMEOUT'], backoffMs: 500 },
      continueOnError: true,
      keepCheckpoint: false,
      weight: 4,
      pool: 'large',
    });
    expect(ask).toMatchObject({ uses: 'approval', timeoutMs: 7_200_000, finally: false });
    expect(rest?.timeoutMs).toBe(7 * 24 * 3_600_000);
    expect(ship?.if).toBe("inputs.target == 'production' && needs.ask.result == 'success'");
    expect([tidy?.finally, report?.finally, report?.needs]).toEqual([true, true, ['tidy']]);
  });

  it.each<[string, string]>([
    ['steps:\n  a: { run: "echo ${{ inputs.who }}" }', 't.yaml:6:13: "steps.a.run": must not hold "${{"'],
    ['steps:\n  a: { run: "echo ${{ inputs.who }}" }', 'env: { VALUE: "${{ inputs.who }}" }'],
    [
      'steps:\n  a: { uses: shell, with: { command: "${{ inputs.who }}" } }',
      '6:38: "steps.a.with.command": must not',
    ],
    [
      'steps:\n  a: { run: x, if: "inputs.hwo" }',
      '6:20: Expression "inputs.hwo": the tree has no input "hwo", did you mean "who"?',
    ],
    ['steps:\n  a: { run: x, if: "${{ inputs.who }} && true" }', 'must be one expression'],
    ['steps:\n  a: { run: x, if: "" }', 'is empty'],
    [
      'steps:\n  a: { run: x, env: { A: "${{ input.who }}" } }',
      'there is no "input", did you mean "inputs"?',
    ],
    ['steps:\n  a: { run: x, env: { A: "${{ fromJson(inputs.who }}" } }', 'nexpected'],
    ['steps:\n  a: { run: x, env: { A: "${{ inputs.who" } }', 'is not closed'],
    ['steps:\n  a: { run: x, env: { A: "${{ matrix.os }}" } }', 'has no `strategy.matrix`'],
    [
      'steps:\n  a: { run: x, env: { A: "${{ matrix.oss }}" }, strategy: { matrix: { os: [1] } } }',
      'did you mean "os"?',
    ],
    ['steps:\n  a: { run: x, env: { A: "${{ failure() }}" } }', 'have a meaning only in `if`'],
    ['steps:\n  a: { run: x, env: { A: "${{ result.x }}" } }', '"result" has no meaning here'],
    ['steps:\n  a: { run: x, if: "matrix.os" }', '"matrix" has no meaning here'],
    ['steps:\n  a: { uses: x, with: { v: "${{ env.HOME }}" } }', 'no variable "HOME" is set'],
    ['steps:\n  a: { run: x }\n  b: { run: x, if: "needs.a.result" }', 'step "b" does not need "a": add it'],
    [
      'steps:\n  a: { run: x }\n  b: { run: x, if: "steps.a.result" }',
      'may not have ended before "b" starts',
    ],
    ['steps:\n  a: { run: x }\n  b: { run: x, needs: a, if: "needs.a.output.x" }', 'did you mean "outputs"?'],
    [
      'steps:\n  a: { run: x, outputs: { url: y } }\n  b: { run: x, needs: a, if: "needs.a.outputs.ulr" }',
      'has no output "ulr", did you mean "url"?',
    ],
    [
      'steps:\n  a: { run: x }\noutputs: { x: "${{ steps.b.result }}" }',
      '7:15: Expression "steps.b.result": there is no step "b"',
    ],
    [
      'steps:\n  a: { run: x }\noutputs: { x: "${{ steps[inputs.who].result || operation.ip }}" }',
      'did you mean "id"?',
    ],
    [
      'steps:\n  a: { run: x, needs: z }\nfinally:\n  z: { run: x }',
      '6:23: Step "a" needs "z", which stands under `finally`',
    ],
    [
      'steps:\n  a: { run: x }\nfinally:\n  z: { run: x, needs: a }',
      'leave out the need "a" and use "steps.a"',
    ],
    ['steps:\n  a: { run: x }\nfinally:\n  z: { run: x, if: needs.a.result }', 'as "steps.a"'],
    ['steps:\n  a: { run: x }\nfinally:\n  a: { run: x }', '8:3: there is a step "a" already'],
    ['steps:\n  a: { run: x }\nfinally:\n  y: { run: x, needs: z }\n  z: { run: x, needs: y }', 'y → z → y'],
    [
      'steps:\n  a: { uses: approval, with: { mesage: hi } }',
      'unknown key "mesage", did you mean "message"?',
    ],
    ['steps:\n  a: { uses: wait, with: { for: soon } }', 'must be a duration'],
    ['steps:\n  a: { uses: wait, with: { until: tomorrow } }', 'must be a time such as'],
    ['steps:\n  a: { uses: wait }', 'exactly one of `for` and `until`'],
    ['steps:\n  a: { uses: tree, with: {} }', '"steps.a.with.tree": is missing'],
    ['steps:\n  a: { run: x, strategy: { matrix: { os: linux } } }', '"steps.a.strategy.matrix.os": must be'],
    ['steps:\n  a: { run: x, strategy: { matrix: { include: [1] } } }', 'strategy.matrix.include'],
    ['steps:\n  a: { run: x, strategy: { matrix: {} } }', 'must not be empty'],
    ['steps:\n  a: { run: x, strategy: { matirx: {} } }', 'did you mean "matrix"?'],
    ['steps:\n  a: { run: x, retry: { max: 1, backof: 1s } }', 'did you mean "backoff"?'],
    ['steps:\n  a: { run: x, retry: { max: 1, backoff: 2h } }', 'at most 1h'],
    ['steps:\n  a: { run: x, timeout: 0s } }', 't.yaml:6:'],
    ['steps:\n  a: { run: x, name: "Hi ${{ inputs.who }}" }', 'is plain text'],
    ['steps:\n  9a: { run: x }', 'must be letters, digits'],
    [
      'concurrency: { group: "${{ steps.a.result }}" }\nsteps:\n  a: { run: x }',
      '5:23: Expression "steps.a.result": "steps" has no meaning here',
    ],
    ['concurrency: { group: x, on-conflict: wait }\nsteps:\n  a: { run: x }', '"queue"'],
  ])('is refused with its place and a way out: %s', (body, message) => {
    expect(refusal(`${HEAD}${body}\n`)).toContain(message);
  });

  it('says all that is wrong at once, in the order of the file', () => {
    const problems = validateTree(
      `${HEAD}steps:\n  a: { run: x, if: inputs.a, env: { B: "\${{ inputs.b }}" } }\n  c: { run: x, needs: d }\n`,
    );
    expect(problems.map(({ line, column, message }) => [line, column, message.slice(0, 30)])).toEqual([
      [6, 20, 'Expression "inputs.a": the tre'],
      [6, 40, 'Expression "inputs.b": the tre'],
      [7, 23, 'Step "c" needs "d", which does'],
    ]);
    expect(validateTree(FULL)).toEqual([]);
  });
});

describe('typed inputs', () => {
  const tree = parseTree(`version: 1
name: t
inputs:
  who: { type: string, required: true }
  n: { type: number }
  on: { type: boolean, default: false }
  where: { type: choice, options: [here, there], default: here }
  data: { type: json }
  constructor: { type: string }
steps:
  a: { run: x }
`);
  const message = (given: JsonObject, coerce = false): string => {
    try {
      resolveInputs(tree, given, { coerce });
    } catch (error) {
      if (isOrchardError(error) && error.code === 'INVALID_INPUT') return error.message;
      throw error;
    }
    throw new Error('they were accepted');
  };

  it('are checked, filled in, and read from text when asked', () => {
    expect(resolveInputs(tree, { who: 'Ann', n: 3 })).toEqual({ who: 'Ann', n: 3, on: false, where: 'here' });
    const given = { who: '7', n: '-1.5e2', on: 'true', where: 'there', data: '{"a":[1]}' };
    expect(resolveInputs(tree, given, { coerce: true })).toEqual({
      who: '7',
      n: -150,
      on: true,
      where: 'there',
      data: { a: [1] },
    });
  });

  it('are named together with what was expected, and never shown', () => {
    expect(message({ n: 'secret-value', on: null, where: 'nowhere', whoo: 1 })).toBe(
      'Tree "t": has no input "whoo", did you mean "who"?; needs the input "who"; input "n" must be a number, not a text; ' +
        'input "on" must be true or false, not null; input "where" must be one of "here", "there".',
    );
    expect(message({ who: 'x', n: '0x10', on: 'yes', data: '{' }, true)).toContain(
      'input "n" must be a number, such as 3; input "on" must be "true" or "false"; input "data" must be JSON',
    );
  });

  it.each([
    ['{ type: choice }', 'belong together'],
    ['{ options: [a] }', 'belong together'],
    ['{ type: number, default: x }', '4:31: "inputs.i.default": must be a number, not a text'],
    ['{ type: choice, options: [a], default: b }', 'must be one of "a"'],
    ['{ type: text }', '"string"'],
    ['{ requierd: true }', 'did you mean "required"?'],
  ])('are refused when declared as %s', (declared, expected) => {
    expect(refusal(`version: 1\nname: t\ninputs:\n  i: ${declared}\nsteps:\n  a: { run: x }\n`)).toContain(
      expected,
    );
  });
});
