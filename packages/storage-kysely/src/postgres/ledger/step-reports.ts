import type { BeatAnswer } from '@orchard-studio/core';
import { toNullableJson } from '../../json-column.ts';
import type { AppendAnswer, Appends, Beats } from '../../ledger/requests.ts';
import type { PostgresDatabase } from '../postgres-database.ts';
import { encodeEvent, type Fields, fenceFields, parameter } from './encode.ts';
import type { LedgerSql } from './sql.ts';

export async function appendStepEvents(
  database: PostgresDatabase,
  sql: LedgerSql,
  { entries }: Appends,
): Promise<readonly AppendAnswer[]> {
  if (entries.length === 0) return [];
  const fences = entries.map(({ fence, events }) => [{ ...fenceFields(fence), events: events.length }]);
  const events = entries.map((entry) => entry.events.map(encodeEvent));
  const rows = await database.query<{ readonly place: number }>(sql.append, [
    parameter(fences),
    parameter(events),
  ]);
  const written = new Set(rows.map(({ place }) => place));
  return fences.map((_, at) => (written.has(at + 1) ? 'written' : 'fenced'));
}

interface BeatRow {
  readonly place: number;
  readonly cancelled: boolean;
}

/** A row is changed once per statement: several reports of one step become one, in which the later counts. */
function merged({ reports }: Beats) {
  const places = new Map<string, number>();
  const rows: Fields[] = [];
  const placeOf = reports.map(({ fence, progress, checkpoint }) => {
    const name = JSON.stringify([fence.operationId, fence.step, fence.epoch]);
    const place = places.get(name) ?? rows.length;
    places.set(name, place);
    rows[place] = {
      ...(rows[place] ?? fenceFields(fence)),
      ...(progress === undefined ? {} : { progress }),
      ...(checkpoint === undefined
        ? {}
        : { saves: true, checkpoint: toNullableJson(checkpoint) ?? undefined }),
    };
    return place + 1;
  });
  return { rows, placeOf };
}

export async function beat(
  database: PostgresDatabase,
  sql: LedgerSql,
  request: Beats,
): Promise<readonly BeatAnswer[]> {
  if (request.reports.length === 0) return [];
  const { rows, placeOf } = merged(request);
  const found = await database.query<BeatRow>(sql.beat, [
    request.leaseMs,
    parameter(rows.map((row) => [row])),
  ]);
  const answers = new Map(found.map(({ place, cancelled }) => [place, cancelled]));
  return placeOf.map((place) => {
    const cancelled = answers.get(place);
    if (cancelled === undefined) return 'fenced';
    return cancelled ? 'cancel-requested' : 'extended';
  });
}
