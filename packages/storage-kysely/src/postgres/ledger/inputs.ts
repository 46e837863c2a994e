import type { Fields } from './encode.ts';

/** Columns of a kind of record on its way into the database, with their types. */
export type Columns = readonly (readonly [name: string, type: string])[];

const columns = (text: string): Columns =>
  text.split(',').map((column) => {
    const [name = '', type = ''] = column.trim().split(' ');
    return [name, type];
  });

/** `place` is the place of the transition (or entry) that a record belongs to, from 1. */
export const MOVE =
  columns(`place int, id text, if_version int, events int, named int, status text, started_at text,
  finished_at text, cancel_requested_at text, outputs text, lease_ms float8`);
export const STEP =
  columns(`place int, key text, matrix text, status text, attempt int, epoch int, takeovers int,
  worker text, lease_until timestamptz, not_before timestamptz, outputs text, error text, checkpoint text,
  progress float8, skipped_because text, started_at timestamptz, finished_at timestamptz`);
/** `n` is the number of an event among those of its transition, from 1. */
export const EVENT =
  columns(`place int, n int, at timestamptz, attempt int, epoch int, type text, step text, phase text,
  status text, body text`);
export const EXPIRED = columns('place int, key text');
/** A blob that is used. */
export const BLOB = columns('place int, hash text');
export const ENTRY = columns('place int, id text, key text, epoch int, events int');
export const REPORT = columns(
  'place int, id text, key text, epoch int, progress float8, saves bool, checkpoint text',
);

/** Any number of records out of one parameter; see `parameter` in encode.ts. */
export const records = (kind: Columns, alias: string, number: number): string =>
  `json_to_recordset($${number}::json) AS ${alias} (${kind.map((column) => column.join(' ')).join(', ')})`;

/** The values of records that belong to one thing, one after the other. */
export const valuesOf = (kind: Columns, rows: readonly Fields[]): readonly unknown[] =>
  rows.flatMap((row) => kind.map(([name]) => (name === 'place' ? 1 : (row[name] ?? null))));
