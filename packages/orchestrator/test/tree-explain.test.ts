import { describe, expect, it } from 'vitest';
import { explainTree } from '../src/tree/explain-tree.ts';
import { parseTree } from '../src/tree/parse-tree.ts';
import { planTree } from '../src/tree/plan-tree.ts';
import type { TruthRow } from '../src/tree/truth-table.ts';

const plan = planTree(
  parseTree(`
version: 1
name: t
inputs:
  ship: { type: boolean }
steps:
  build: { run: x }
  lint: { run: x }
  test: { run: x, needs: build }
  usual: { run: x, needs: test }
  mend: { run: x, needs: test, if: failure() }
  keen: { run: x, needs: [test, lint], if: "!cancelled() && needs.test.result == 'success'" }
  choosy: { run: x, needs: test, if: "needs.test.outputs.ok" }
  either: { run: x, needs: test, if: "always() && (inputs.ship || needs.test.result == 'failure')" }
  broken: { run: x, needs: test, if: "always() && fromJSON('{')" }
  many: { run: x, needs: [build, lint, test, usual], if: success() || failure() }
finally:
  tidy: { run: x }
  alarm: { run: x, needs: tidy, if: failure() }
`),
);

const explained = explainTree(plan);
const shown = ({ needs, others, leadsTo }: TruthRow): string =>
  `${[...Object.values(needs), ...(others === null ? [] : [others])].join(' ')} → ${leadsTo}`;
const table = (key: string, from = explained): readonly string[] =>
  from.steps.find((step) => step.key === key)?.table.map(shown) ?? [];

describe('a plan explained', () => {
  it('shows which steps may run together', () => {
    expect(explained.waves).toEqual([
      ['build', 'lint'],
      ['test'],
      ['usual', 'mend', 'keen', 'choosy', 'either', 'broken'],
      ['many'],
      ['tidy'],
      ['alarm'],
    ]);
    expect(explained.steps[0]).toMatchObject({
      key: 'build',
      wave: 0,
      condition: null,
      table: [{ needs: {}, leadsTo: 'run' }],
    });
  });

  it('shows which results of its needs make a step run', () => {
    expect(table('usual')).toEqual(['success → run', 'failure → skip', 'skipped → skip', 'cancelled → skip']);
    expect(table('mend')).toEqual(['success → skip', 'failure → run', 'skipped → skip', 'cancelled → skip']);
    expect(table('keen').filter((row) => row.endsWith('run'))).toEqual([
      'success success → run',
      'success failure → run',
      'success skipped → run',
    ]);
    expect(table('keen')).toHaveLength(16);
    expect(table('many')).toEqual([
      'success success success success → run',
      'failure success success success → run',
      'skipped success success success → skip',
      'cancelled success success success → skip',
    ]);
  });

  it('says when values decide that nobody knows yet', () => {
    expect(table('choosy')).toEqual([
      'success → depends',
      'failure → skip',
      'skipped → skip',
      'cancelled → skip',
    ]);
    expect(table('either')[0]).toBe('success → depends');
    expect(table('either')[1]).toBe('failure → run');
    expect(table('either', explainTree(plan, { ship: true }))[0]).toBe('success → run');
    expect(table('either', explainTree(plan, { ship: false }))[0]).toBe('success → skip');
    expect(table('broken')[0]).toBe('success → fails');
  });

  it('shows for steps of finally what became of the others', () => {
    expect(table('tidy')).toEqual(['success → run', 'failure → run', 'cancelled → run']);
    expect(table('alarm').filter((row) => row.startsWith('success'))).toEqual([
      'success success → skip',
      'success failure → run',
      'success cancelled → skip',
    ]);
  });
});
