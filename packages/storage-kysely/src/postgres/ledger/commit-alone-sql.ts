import { type Columns, EVENT, MOVE, STEP } from './inputs.ts';
import { EVENT_COLUMNS, eventOf, NOW, NOW_MS, STEP_COLUMNS } from './words.ts';

/** The parameters of one record, by its columns. */
type Parameters = Readonly<Record<string, string>>;

/** Of one transition nothing needs to say that it belongs to it. */
const ofOne = (kind: Columns): Columns => kind.filter(([name]) => name !== 'place');
export const OWN_STEP = ofOne(STEP);
export const OWN_EVENT = ofOne(EVENT);

/** What a transition of one operation changes: how much of it there is decides its statement. */
export interface Shape {
  readonly steps: number;
  readonly events: number;
  /** Whether a step may be new, which only combinations of a matrix are. */
  readonly mayAdd: boolean;
}

function parametersOf(kind: Columns, from: number): Parameters {
  return Object.fromEntries(kind.map(([name, type], at) => [name, `$${from + at}::${type}`]));
}

/** A column that a transition may set, clear or leave alone. */
const patched = (move: Parameters, column: string, bit: number): string =>
  `${column} = CASE WHEN ${move.named} & ${bit} <> 0 THEN ${move[column]} ELSE o.${column} END`;

/** A claim's lease is measured by this clock. */
const leaseOf = (step: Parameters, move: Parameters): string =>
  `CASE WHEN ${step.status} = 'running' THEN ${NOW} + ${move.lease_ms} * interval '1 millisecond'
    ELSE ${step.lease_until} END`;

const columnsOf = (text: string): readonly string[] => text.split(',').map((column) => column.trim());

function stepParts(
  s: string,
  at: number,
  step: Parameters,
  { move, mayAdd }: { readonly move: Parameters; readonly mayAdd: boolean },
): string {
  const value = (column: string): string =>
    column === 'lease_until' ? leaseOf(step, move) : (step[column] ?? 'NULL');
  const columns = columnsOf(STEP_COLUMNS);
  const set = columns.filter((column) => column !== 'key').map((column) => `${column} = ${value(column)}`);
  const changed = `,
  c${at} AS (
    UPDATE ${s}.operation_steps SET ${set.join(', ')}
    WHERE operation = (SELECT ordinal FROM moved) AND key = ${step.key} RETURNING 1)`;
  if (!mayAdd) return changed;
  return `${changed},
  a${at} AS (
    INSERT INTO ${s}.operation_steps (operation, ${STEP_COLUMNS})
    SELECT ordinal, ${columns.map(value).join(', ')} FROM moved WHERE NOT EXISTS (SELECT FROM c${at}))`;
}

/**
 * Commits one transition: its operation's row, its steps, its numbered events. Each value is a parameter of its own and
 * each step a statement of its own, found by its key, so that PostgreSQL has nothing to take apart and nothing to join.
 */
export function commitAlone(s: string, { steps, events, mayAdd }: Shape): string {
  const move = parametersOf(MOVE, 1);
  const stepsFrom = 1 + MOVE.length;
  const eventsFrom = stepsFrom + OWN_STEP.length * steps;
  const stepSql = Array.from({ length: steps }, (_, at) =>
    stepParts(s, at, parametersOf(OWN_STEP, stepsFrom + at * OWN_STEP.length), { move, mayAdd }),
  );
  const eventSql = Array.from({ length: events }, (_, at) => {
    const event = parametersOf(OWN_EVENT, eventsFrom + at * OWN_EVENT.length);
    return `(${OWN_EVENT.map(([name]) => event[name]).join(', ')})`;
  });
  return `
WITH moved AS (
    UPDATE ${s}.operations o SET version = o.version + 1, last_seq = o.last_seq + ${move.events},
      status = coalesce(${move.status}, o.status), ${patched(move, 'started_at', 1)}, ${patched(move, 'finished_at', 2)},
      ${patched(move, 'cancel_requested_at', 4)}, ${patched(move, 'outputs', 8)}
    WHERE o.id = ${move.id} AND o.version = ${move.if_version}
    RETURNING ${move.place} AS place, o.ordinal, o.version, o.last_seq, o.last_seq - ${move.events} AS before)${stepSql.join('')},
  logged AS (
    INSERT INTO ${s}.operation_events (operation, seq, ${EVENT_COLUMNS})
    SELECT m.ordinal, m.before + e.n, ${eventOf('e')}
    FROM moved m, (VALUES ${eventSql.join(', ')}) AS e (${OWN_EVENT.map(([name]) => name).join(', ')}))
SELECT place, version, last_seq, ${NOW_MS} AS now_ms FROM moved`;
}
