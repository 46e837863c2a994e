const FIRST_MS = 250;
const LONGEST_MS = 10_000;

/**
 * Milliseconds to wait before try `attempt` (1 is the first one after a loss): doubling from a quarter of a second to
 * ten seconds, half of it at random, so that many pages do not come back at the same instant.
 *
 * @example backoffMs(1, () => 0.5) // 187.5
 */
export function backoffMs(attempt: number, random: () => number): number {
  const longest = Math.min(LONGEST_MS, FIRST_MS * 2 ** (attempt - 1));
  return longest / 2 + (longest / 2) * random();
}
