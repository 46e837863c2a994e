/** Rows per INSERT: few enough for every database's limit of parameters. */
export const INSERT_ROWS = 100;

/** The list in pieces of at most `size`. */
export function* chunks<T>(list: readonly T[], size: number): Generator<readonly T[]> {
  for (let at = 0; at < list.length; at += size) yield list.slice(at, at + size);
}
