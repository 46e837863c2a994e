import type { OperationId } from '@orchard-studio/core';
import { type Cell, showTable } from '../../output/table.ts';
import { oneLine } from '../../output/terminal.ts';
import { between, localTime } from '../../output/time.ts';
import { shortId } from '../../trees/operation-ids.ts';
import { progressOf, type ShownStatus, STATUS_STYLES, shownStatus } from '../../trees/progress.ts';
import { type HomeOptions, TENANT, type TreeHome, withTreeHome } from '../../trees/tree-home.ts';
import type { CommandContext } from '../context.ts';

export interface LsOptions extends HomeOptions {
  readonly limit: number;
  /** Sub-trees, too. */
  readonly all?: boolean;
  readonly json?: boolean;
}

interface Row {
  readonly id: OperationId;
  readonly tree: string;
  readonly status: ShownStatus;
  readonly steps: { readonly ended: number; readonly total: number };
  readonly createdAt: string;
  readonly startedAt: string | null;
  readonly finishedAt: string | null;
  readonly parent: string | null;
  readonly forkedFrom: string | null;
  readonly file: string | null;
}

async function readRows(home: TreeHome, { limit, all = false }: LsOptions): Promise<readonly Row[]> {
  const operations = await home.operations.listOperations({ tenantId: TENANT });
  const wanted = operations.filter(({ parent }) => all || parent === null).slice(0, limit);
  return Promise.all(
    wanted.map(async (operation): Promise<Row> => {
      const { id, tree, createdAt, startedAt, finishedAt, parent, forkedFrom } = operation;
      const run = await home.operations.loadRun({ operationId: id });
      return {
        id,
        tree,
        status: await shownStatus(home, operation),
        steps: run === undefined ? { ended: 0, total: 0 } : progressOf(run),
        ...{ createdAt, startedAt, finishedAt },
        parent: parent?.operationId ?? null,
        forkedFrom: forkedFrom?.operationId ?? null,
        file: home.book.placeOf(id)?.file ?? null,
      };
    }),
  );
}

const COLUMNS = [
  { title: 'ID' },
  { title: 'TREE', shrinks: true },
  { title: 'STATUS' },
  { title: 'STEPS' },
  { title: 'STARTED' },
  { title: 'TOOK' },
];

function cells(row: Row): readonly Cell[] {
  const { startedAt, status, finishedAt, steps } = row;
  const running = startedAt !== null && (finishedAt !== null || status !== 'interrupted');
  return [
    shortId(row.id),
    row.parent === null ? oneLine(row.tree) : `↳ ${oneLine(row.tree)}`,
    { text: status, style: STATUS_STYLES[status] },
    `${steps.ended}/${steps.total}`,
    localTime(startedAt ?? row.createdAt),
    running ? between(startedAt, finishedAt) : '',
  ];
}

/** `orchard tree ls`: the operations of this folder, newest first. */
export async function treeLs(options: LsOptions, context: CommandContext): Promise<number> {
  const { terminal } = context;
  return withTreeHome({ options, context }, async (home) => {
    const rows = await readRows(home, options);
    if (options.json === true) terminal.line(JSON.stringify(rows, null, 2));
    else if (rows.length === 0) terminal.line('No tree was run here yet. Run one: orchard tree run FILE');
    else showTable(terminal, { columns: COLUMNS, rows: rows.map(cells) });
    return 0;
  });
}
