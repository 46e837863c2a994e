const SQLITE_CONSTRAINT = 19;
/** Data that does not fit, a broken rule, an index entry that is too large. */
const REFUSALS = /^(?:22|23|54)/;

/** @param {unknown} error */
const sqlState = (error) =>
  error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : '';

/**
 * Whether the database refused the values of a statement, rather than failed.
 *
 * @param {unknown} error
 */
export function isRefusal(error) {
  if (error instanceof Error && 'errcode' in error)
    return (Number(error.errcode) & 0xff) === SQLITE_CONSTRAINT;
  return REFUSALS.test(sqlState(error));
}

/** Nobody answers, or the connection broke. */
const OUT_OF_REACH = new Set(
  'ECONNREFUSED ECONNRESET EPIPE ETIMEDOUT ENOTFOUND EAI_AGAIN EHOSTUNREACH ENETUNREACH'.split(' '),
);
/** A broken connection, no room, a server that stops or starts. */
const OUT_OF_ORDER = /^(?:08|53|57P0)/;
/** What the client for PostgreSQL says without a code. */
const BROKEN = /^(?:Connection terminated|Client has encountered a connection error|timeout exceeded when)/;
/** Held by others, read-only, unreadable, full, gone. */
const SQLITE_OUT_OF_ORDER = new Set([5, 8, 10, 13, 14]);

/**
 * Whether the database cannot be used at the moment, whatever it was asked.
 *
 * @param {unknown} error
 */
export function isUnavailable(error) {
  if (!(error instanceof Error)) return false;
  if ('errcode' in error) return SQLITE_OUT_OF_ORDER.has(Number(error.errcode) & 0xff);
  const code = sqlState(error);
  return OUT_OF_REACH.has(code) || OUT_OF_ORDER.test(code) || BROKEN.test(error.message);
}

const SQLITE_FULL = 13;
const POSTGRES_FULL = '53100';

/**
 * Whether the database has no room left for what it was given.
 *
 * @param {unknown} error
 */
export function isFull(error) {
  if (error instanceof Error && 'errcode' in error) return (Number(error.errcode) & 0xff) === SQLITE_FULL;
  return sqlState(error) === POSTGRES_FULL;
}

/**
 * Whether two transactions got in each other's way, so that running it again may work.
 *
 * @param {unknown} error
 */
export const isCollision = (error) => ['40001', '40P01'].includes(sqlState(error));
