import {
  artifactsIn,
  inPlanOrder,
  isOperationEnd,
  type JsonObject,
  type OperationRun,
  readArtifactReference,
  type StepState,
  type StepStatus,
  sizeText,
} from '@orchard-studio/core';
import { type Cell, showTable } from '../../output/table.ts';
import { oneLine, type Style, type Terminal } from '../../output/terminal.ts';
import { between, localTime } from '../../output/time.ts';
import { findOperation, shortId } from '../../trees/operation-ids.ts';
import { progressOf, STATUS_STYLES, shownStatus } from '../../trees/progress.ts';
import { type HomeOptions, type TreeHome, withTreeHome } from '../../trees/tree-home.ts';
import type { CommandContext } from '../context.ts';

export interface ShowOptions extends HomeOptions {
  readonly json?: boolean;
}

const STYLES: Readonly<Record<StepStatus, Style>> = {
  pending: 'dim',
  ready: 'dim',
  running: 'cyan',
  waiting: 'yellow',
  retrying: 'yellow',
  succeeded: 'green',
  failed: 'red',
  skipped: 'dim',
  cancelled: 'yellow',
};

const SHORT_HASH = 12;

const COLUMNS = [
  { title: 'STEP' },
  { title: 'STATUS' },
  { title: 'TRY' },
  { title: 'TOOK' },
  { title: 'NOTE', shrinks: true },
];

function noteOf({ status, error, skippedBecause, matrix, notBefore }: StepState): string {
  const values = matrix === null ? [] : [Object.values(matrix).join(', ')];
  const until = status === 'waiting' && notBefore !== null ? [`until ${localTime(notBefore)}`] : [];
  const why = status === 'skipped' && skippedBecause !== null ? [skippedBecause] : [];
  const wrong = error === null ? [] : [error.message];
  return oneLine([...values, ...until, ...why, ...wrong].join(' · '));
}

function cells(step: StepState): readonly Cell[] {
  const { key, status, attempt, startedAt, finishedAt } = step;
  const ran = startedAt !== null && (finishedAt !== null || status === 'running');
  return [
    key,
    { text: status, style: STYLES[status] },
    attempt === 0 ? '' : String(attempt),
    ran ? between(startedAt, finishedAt) : '',
    noteOf(step),
  ];
}

/** JSON in which references to artifacts are told in words. */
const plainJson = (value: JsonObject): string =>
  JSON.stringify(value, (_key, inner: unknown) => {
    const artifact = readArtifactReference(inner);
    return artifact === undefined ? inner : `artifact ${artifact.$artifact} (${sizeText(artifact.bytes)})`;
  });

/** Outputs that are kept elsewhere, and how to get them. */
function showArtifacts(terminal: Terminal, { operation, steps }: OperationRun, option: string): void {
  const found = steps.flatMap(({ key, outputs }) =>
    artifactsIn(outputs ?? {}).map((artifact) => ({ ...artifact, key })),
  );
  const [first] = found;
  if (first === undefined) return;
  terminal.line();
  for (const { key, name, $artifact, bytes } of found)
    terminal.line(oneLine(`${key}.${name}  ${sizeText(bytes)}  ${$artifact}`));
  const read = `orchard tree artifact ${shortId(operation.id)} ${first.$artifact.slice(0, SHORT_HASH)}${option}`;
  terminal.line(terminal.style('dim', `Read one: ${read}`));
}

async function showHead(terminal: Terminal, home: TreeHome, run: OperationRun): Promise<void> {
  const { operation } = run;
  const { id, tree, createdAt, inputs, outputs, forkedFrom, parent } = operation;
  const status = await shownStatus(home, operation);
  const { ended, total } = progressOf(run);
  const line = (name: string, text: string): void =>
    terminal.line(`${terminal.style('dim', name.padEnd(9))}${oneLine(text)}`);
  terminal.line(
    `${terminal.style('bold', oneLine(tree))}  ${terminal.style(STATUS_STYLES[status], status)}  ${ended}/${total}`,
  );
  line('id', id);
  line('started', localTime(createdAt));
  const place = home.book.placeOf(id);
  if (place !== undefined) line('file', place.file);
  if (Object.keys(inputs).length > 0) line('inputs', JSON.stringify(inputs));
  if (outputs !== null && Object.keys(outputs).length > 0) line('outputs', plainJson(outputs));
  if (forkedFrom !== null) {
    const from = forkedFrom.step === null ? '' : ` from ${forkedFrom.step}`;
    line('rerun of', `${shortId(forkedFrom.operationId)}${from}`);
  }
  if (parent !== null) line('part of', `${shortId(parent.operationId)}, step ${parent.step}`);
  const workers = isOperationEnd(operation.status) ? [] : await home.book.workersOf(id);
  if (workers.length > 0) line('process', workers.map(({ pid }) => pid).join(', '));
}

/** `orchard tree show ID`: one operation with all its steps. */
export async function treeShow(id: string, options: ShowOptions, context: CommandContext): Promise<number> {
  const { terminal } = context;
  return withTreeHome({ options, context }, async (home) => {
    const { id: operationId } = await findOperation(home, id);
    const run = await home.operations.loadRun({ operationId });
    if (run === undefined) return 1;
    const steps = inPlanOrder(run.operation, run.steps);
    if (options.json === true) {
      const { plan: _plan, ...operation } = run.operation;
      terminal.line(JSON.stringify({ ...operation, steps }, null, 2));
      return 0;
    }
    await showHead(terminal, home, run);
    terminal.line();
    showTable(terminal, { columns: COLUMNS, rows: steps.map(cells) });
    showArtifacts(terminal, { ...run, steps }, home.option);
    return 0;
  });
}
