/**
 * Runs all contestants in turn, round after round, the first one last in every second round. In its turn, each runs
 * until `turnMs` have passed, once at least: fast ones give more samples, and nobody's code is colder.
 *
 * @param run does it once with an entry of `contestants`; gives what is to be kept
 * @returns per label the results of all rounds but the warm-up; entries that failed carry `error`
 */
export async function alternate(contestants, { rounds, turnMs, warmUpMs = turnMs, run }) {
  const kept = new Map(contestants.map((entry) => [entry.label, []]));
  const turn = async (entry, ms) => {
    const results = [];
    const from = performance.now();
    try {
      do results.push(await run(entry));
      while (performance.now() - from < ms);
    } catch (error) {
      entry.error = error.message;
    }
    return results;
  };
  const running = () => contestants.filter((entry) => entry.error === undefined);
  for (const entry of running()) await turn(entry, warmUpMs);
  for (let round = 0; round < rounds; round += 1) {
    const order = round % 2 === 0 ? running() : running().reverse();
    for (const entry of order) kept.get(entry.label).push(...(await turn(entry, turnMs)));
  }
  return kept;
}
