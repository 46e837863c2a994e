/** Runs a contestant in this process and does what the bench asks for, one thing at a time. */
const { open } = await import(`../contestants/${process.argv[2]}.mjs`);

let opened;
const waiting = [];

/** Tells the bench that the first or the last step runs, and waits until it has looked. */
const edge = (which) =>
  new Promise((resolve) => {
    waiting.push(resolve);
    process.send({ edge: which });
  });

/**
 * What the steps of a run call. It notes the time; for a counted run it stops at the first and at the last step.
 */
function stepsOf(n, edges) {
  const times = new Float64Array(n);
  let count = 0;
  const step = () => {
    times[count] = performance.now();
    count += 1;
    if (!edges) return undefined;
    if (count === 1) return edge('first');
    return count === n ? edge('last') : undefined;
  };
  return { step, times, count: () => count };
}

/** Runs `n` steps. @returns microseconds between one step and the next, and per step over all */
async function timed(name, n, edges) {
  const { step, times, count } = stepsOf(n, edges);
  const cpuBefore = process.cpuUsage();
  const from = performance.now();
  await opened[name](n, step);
  const totalMs = performance.now() - from;
  const cpu = process.cpuUsage(cpuBefore);
  if (count() !== n) throw new Error(`${count()} steps ran, not ${n}.`);
  const gaps = [];
  for (let index = 1; index < n; index += 1) gaps.push((times[index] - times[index - 1]) * 1_000);
  const perStep = ((times[n - 1] - times[0]) * 1_000) / (n - 1);
  return { totalMs, gaps, perStep, cpuPerStep: (cpu.user + cpu.system) / n };
}

async function answer({ name, argument, edges }) {
  if (name === 'open') {
    opened = await open(argument);
    return undefined;
  }
  if (typeof argument === 'number') return timed(name, argument, edges);
  return opened[name]?.(argument);
}

process.on('message', async ({ id, go, ...call }) => {
  if (go) return waiting.shift()?.();
  try {
    process.send({ id, result: await answer(call) });
  } catch (error) {
    console.error(error);
    process.send({ id, error: error instanceof Error ? `${error.name}: ${error.message}` : String(error) });
  }
});
process.on('disconnect', () => process.exit());
