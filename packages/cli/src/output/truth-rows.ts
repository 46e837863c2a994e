import type { TruthRow } from '@orchard-studio/orchestrator';

/** Results of each column that lead to the same. */
export interface MergedRow {
  readonly cells: readonly (readonly string[])[];
  readonly leadsTo: TruthRow['leadsTo'];
}

/** The column of what became of all other steps. */
export const OTHERS = 'other steps';

/** The titles of the columns of a truth table: the needs, and for a step of `finally` the other steps. */
export function truthColumns(table: readonly TruthRow[]): readonly string[] {
  const [first] = table;
  if (first === undefined) return [];
  return [...Object.keys(first.needs), ...(first.others === null ? [] : [OTHERS])];
}

/**
 * Rows that differ in one column only and lead to the same, made one: 64 rows become a few. What stands in the cells of
 * a merged row is every choice of one result per cell.
 */
export function mergeRows(table: readonly TruthRow[]): readonly MergedRow[] {
  const columns = truthColumns(table);
  let rows: readonly MergedRow[] = table.map(({ needs, others, leadsTo }) => ({
    cells: [...Object.values(needs), ...(others === null ? [] : [others])].map((result) => [result]),
    leadsTo,
  }));
  for (const at of columns.keys()) {
    const byRest = new Map<string, MergedRow>();
    for (const row of rows) {
      const rest = JSON.stringify([row.leadsTo, row.cells.toSpliced(at, 1)]);
      const same = byRest.get(rest)?.cells[at] ?? [];
      byRest.set(rest, { ...row, cells: row.cells.with(at, [...same, ...(row.cells[at] ?? [])]) });
    }
    rows = [...byRest.values()];
  }
  return rows;
}
