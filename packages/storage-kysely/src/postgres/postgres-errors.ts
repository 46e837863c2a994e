import { type ErrorCode, isOrchardError, OrchardError, toOrchardError } from '@orchard-studio/core';

interface Meaning {
  readonly code: ErrorCode;
  readonly message: string;
  readonly retryable?: boolean;
}

const unavailable = (message: string, retryable = true): Meaning => ({
  code: 'STORAGE_UNAVAILABLE',
  message,
  retryable,
});
const LOST = unavailable(
  'The connection to PostgreSQL was lost; what was under way may or may not be stored.',
);
const NO_TABLES: Meaning = {
  code: 'MIGRATION_REQUIRED',
  message: 'The database has no tables yet, or older ones; call migrate() once.',
};
const DENIED = unavailable('PostgreSQL refuses the user; check user, password and rights.', false);
const DAMAGED: Meaning = {
  code: 'STORAGE_CORRUPT',
  message: 'PostgreSQL reports damaged data; keep it and restore a backup.',
};

/**
 * What SQLSTATEs mean to a caller; those of two characters are whole classes.
 *
 * @source https://www.postgresql.org/docs/current/errcodes-appendix.html
 */
const STATES: ReadonlyMap<string, Meaning> = new Map([
  ['08', LOST],
  ['57P01', LOST],
  ['57P02', LOST],
  ['57P03', unavailable('PostgreSQL is starting or stopping; try again.')],
  ['57P05', LOST],
  ['57014', unavailable('PostgreSQL took too long and gave up.')],
  [
    '53300',
    unavailable('PostgreSQL has no connection left; make the pool smaller or raise max_connections.'),
  ],
  ['53', unavailable('PostgreSQL has run out of a resource: disk or memory; free some.')],
  ['40', unavailable('PostgreSQL could not put the write in order with others; try again.')],
  ['55P03', unavailable('PostgreSQL waited too long for a lock; try again.')],
  ['25006', unavailable('PostgreSQL is read-only, as a standby is; connect to the primary.')],
  ['28', DENIED],
  ['42501', DENIED],
  ['3D000', unavailable('The database does not exist; create it.', false)],
  ['42P01', NO_TABLES],
  ['42703', NO_TABLES],
  ['3F000', NO_TABLES],
  ['22P05', unavailable('The database cannot hold all characters; make one with the encoding UTF8.', false)],
  ['XX001', DAMAGED],
  ['XX002', DAMAGED],
]);

/** Errors of sockets and names. */
const NETWORK =
  /^(?:ECONN|EPIPE|ETIMEDOUT|EHOSTUNREACH|ENETUNREACH|ENOTFOUND|EAI_AGAIN|ENOENT|EADDRNOTAVAIL)/;
/** What `pg` says without a code. */
const SILENT = /^Query read timeout/;
const CLOSED =
  /^(?:Query read timeout|Connection terminated|timeout exceeded when trying to connect|Client has encountered a connection error|The server does not support SSL)/;

function stateOf(error: unknown): string {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : '';
}

/** Whether PostgreSQL has undone a write only because of others at the same time. */
export const isClash = (error: unknown): boolean => ['40001', '40P01'].includes(stateOf(error));
/** The same, or a row that somebody else has made since it was looked for. */
export const isRace = (error: unknown): boolean => isClash(error) || stateOf(error) === '23505';
/** Whether the answer to a statement never came: whatever is sent after it waits for that answer too. */
export const isSilence = (error: unknown): boolean => error instanceof Error && SILENT.test(error.message);
export const isMissingTable = (error: unknown): boolean => ['42P01', '3F000'].includes(stateOf(error));

function meaningOf(error: unknown): Meaning | undefined {
  const state = stateOf(error);
  const known = STATES.get(state) ?? STATES.get(state.slice(0, 2));
  if (known !== undefined && /^[0-9A-Z]{5}$/.test(state)) return known;
  if (NETWORK.test(state)) return unavailable(`PostgreSQL cannot be reached (${state}).`);
  return error instanceof Error && CLOSED.test(error.message) ? LOST : undefined;
}

/** The OrchardError that says what an error of `pg` means. */
export function mapPostgresError(error: unknown): OrchardError {
  if (isOrchardError(error)) return error;
  const meaning = meaningOf(error);
  if (meaning === undefined) return toOrchardError(error);
  const { code, message, retryable } = meaning;
  return new OrchardError(code, message, {
    cause: error,
    ...(retryable === undefined ? {} : { retryable }),
    details: { state: stateOf(error) },
  });
}
