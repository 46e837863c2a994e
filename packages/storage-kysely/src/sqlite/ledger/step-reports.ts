import type { BeatAnswer } from '@orchard-studio/core';
import { toNullableJson } from '../../json-column.ts';
import type { AppendAnswer, Appends, Beats } from '../../ledger/requests.ts';
import { encodeEvent } from './encode.ts';
import { insertEvents, type LedgerWrite } from './writes.ts';

/** Takes events of running steps down and gives the work that appends them. */
export function appendStepEvents(request: Appends): (write: LedgerWrite) => readonly AppendAnswer[] {
  const entries = request.entries.map(({ fence: { operationId, step, epoch }, events }) => ({
    operationId,
    step,
    epoch,
    events: events.map(encodeEvent),
  }));
  return (write) =>
    entries.map(({ operationId, step, epoch, events }) => {
      const { statements } = write;
      if (statements.get('running').get(operationId, step, epoch) === undefined) return 'fenced';
      if (events.length === 0) return 'written';
      const row = statements.get('countEvents').get(operationId, events.length);
      insertEvents(write, { operationId, lastSeq: Number(row?.last_seq) }, events);
      return 'written';
    });
}

/** Takes reports of running steps down and gives the work that stores them. */
export function beat({ leaseMs, reports }: Beats): (write: LedgerWrite) => readonly BeatAnswer[] {
  const rows = reports.map(({ fence: { operationId, step, epoch }, progress, checkpoint }) => ({
    fence: [operationId, step, epoch],
    report: [
      progress ?? null,
      checkpoint === undefined ? 0 : 1,
      checkpoint === undefined ? null : toNullableJson(checkpoint),
    ],
  }));
  return ({ statements, now }) => {
    const leaseUntil = new Date(now + leaseMs).toISOString();
    return rows.map(({ fence, report }) => {
      const row = statements.get('beat').get(...fence, leaseUntil, ...report);
      if (row === undefined) return 'fenced';
      return row.cancel_requested_at === null ? 'extended' : 'cancel-requested';
    });
  };
}
