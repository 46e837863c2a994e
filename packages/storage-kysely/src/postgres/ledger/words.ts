/** An instant as the records write it. */
export const instant = (column: string): string =>
  `to_char(${column} AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`;

/** The store's time, in milliseconds since 1970: leases are measured by it. */
export const NOW = `date_trunc('milliseconds', now())`;
export const NOW_MS = `(extract(epoch FROM ${NOW}) * 1000)::double precision`;
export const OPEN = `status NOT IN ('succeeded', 'failed', 'cancelled')`;

export const STEP_COLUMNS = `key, matrix, status, attempt, epoch, takeovers, worker, lease_until, not_before, outputs, error,
  checkpoint, progress, skipped_because, started_at, finished_at`;
export const EVENT_COLUMNS = 'at, attempt, epoch, type, step, phase, status, body';

/** The columns of an event, out of what is called so. */
export const eventOf = (e: string): string =>
  EVENT_COLUMNS.split(', ')
    .map((column) => `${e}.${column}`)
    .join(', ');
