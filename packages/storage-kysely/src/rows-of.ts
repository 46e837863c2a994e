/** Whether it is a list of rows; what they hold is said by the statement that selects them. */
function areRows<R>(rows: unknown): rows is R[] {
  return Array.isArray(rows);
}

/** Rows of a statement, typed as what it selects. */
export const rowsOf = <R>(rows: unknown): readonly R[] => (areRows<R>(rows) ? rows : []);

/** The first row of a statement, if there is one. */
export const rowOf = <R>(row: unknown): R | undefined =>
  row === undefined ? undefined : rowsOf<R>([row])[0];
