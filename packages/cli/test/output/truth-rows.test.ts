import { explainTree, parseTree, planTree, type TruthRow } from '@orchard-studio/orchestrator';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { mergeRows } from '../../src/output/truth-rows.ts';

const RESULTS = ['success', 'failure', 'skipped', 'cancelled'] as const;

/** All rows over so many needs, with the outcomes given. */
function tableOf(needs: number, outcomes: readonly TruthRow['leadsTo'][]): readonly TruthRow[] {
  let rows: readonly TruthRow['needs'][] = [{}];
  for (let at = 0; at < needs; at += 1)
    rows = rows.flatMap((row) => RESULTS.map((result) => ({ ...row, [`n${at}`]: result })));
  return rows.map((row, at) => ({
    needs: row,
    others: null,
    leadsTo: outcomes[at % outcomes.length] ?? 'run',
  }));
}

describe('the rows of a truth table, merged', () => {
  it('say for every row what it said before, once', () => {
    const outcome = fc.constantFrom('run', 'skip', 'depends', 'fails' as const);
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 3 }),
        fc.array(outcome, { minLength: 1, maxLength: 64 }),
        (needs, outcomes) => {
          const table = tableOf(needs, outcomes);
          const merged = mergeRows(table);
          for (const row of table) {
            const results = Object.values(row.needs);
            const fitting = merged.filter(({ cells }) =>
              cells.every((cell, at) => cell.includes(results[at] ?? '')),
            );
            expect(fitting.map(({ leadsTo }) => leadsTo)).toEqual([row.leadsTo]);
          }
        },
      ),
    );
  });

  it('make few of many', () => {
    const tree = `version: 1
name: t
steps:
  a: { run: "true" }
  b: { run: "true" }
  c: { run: "true" }
  d: { needs: [a, b, c], if: "!failure()", run: "true" }
`;
    const step = explainTree(planTree(parseTree(tree))).steps.find(({ key }) => key === 'd');
    expect(step?.table).toHaveLength(64);
    expect(mergeRows(step?.table ?? []).filter(({ leadsTo }) => leadsTo === 'run')).toHaveLength(1);
  });
});
