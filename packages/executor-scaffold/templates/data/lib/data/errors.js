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

/**
 * Whether two transactions got in each other's way, so that running it again may work.
 *
 * @param {unknown} error
 */
export const isCollision = (error) => ['40001', '40P01'].includes(sqlState(error));
