import type { OperationEvent } from '@orchard-studio/core';
import { expect } from 'vitest';
import { parseTree, planTree } from '../../src/index.ts';
import { allEnded, Crowd, examine, startAll } from './crowd.ts';
import { PROVE, report, SLACK_MS } from './prove.ts';
import { onPostgres, type Scene } from './scene.ts';
import { takeoverTimes } from './takeovers.ts';
import { until } from './until.ts';

const HOUR = 3_600_000;
const OPERATIONS = PROVE ? 40 : 4;
const LEASE_MS = 2_500;
const WAIT_MS = 500;

const tree = planTree(
  parseTree(`
version: 1
name: clocks
steps:
  long: { uses: x, with: { ms: 1600 } }
  flaky: { uses: x, with: { failures: 1 }, retry: { max: 1, backoff: ${WAIT_MS}ms } }
  rest: { uses: wait, with: { for: ${WAIT_MS}ms } }
  late: { needs: [flaky, rest], uses: x }
  slow: { uses: x, with: { ms: 60000 }, timeout: ${WAIT_MS}ms, continue-on-error: true }
finally:
  tidy: { uses: x }
`),
);

/** When the log says something of a step, in milliseconds since 1970. */
function timeOf(events: readonly OperationEvent[], step: string, status: string, attempt = 1): number {
  const event = events.find(
    (one) => one.type === 'step' && one.step === step && one.status === status && one.attempt === attempt,
  );
  return Date.parse(event?.timestamp ?? '');
}

function expectSane(events: readonly OperationEvent[], from: number, to: number): void {
  for (const { timestamp } of events) {
    expect(Date.parse(timestamp)).toBeGreaterThan(from - 1_000);
    expect(Date.parse(timestamp)).toBeLessThan(to + 1_000);
  }
  // Leases are not over before their time: nobody takes over from a worker that lives.
  expect(events.filter(({ data }) => data?.takeover === true)).toEqual([]);
  const waits = [
    timeOf(events, 'rest', 'complete') - timeOf(events, 'rest', 'waiting'),
    timeOf(events, 'flaky', 'in_progress', 2) - timeOf(events, 'flaky', 'retrying'),
    timeOf(events, 'slow', 'failed') - timeOf(events, 'slow', 'in_progress'),
  ];
  for (const wait of waits) {
    // A process guesses the store's time from its last answer.
    expect(wait).toBeGreaterThanOrEqual(WAIT_MS - 100);
    expect(wait).toBeLessThan(WAIT_MS + SLACK_MS);
  }
}

/** What a dead worker leaves is taken over in time, and not before, whoever is ahead. */
async function expectTakeover(scene: Scene, crowd: Crowd): Promise<void> {
  const known = crowd.entries.length;
  const more = await startAll(scene, [tree, tree]);
  const runners = () =>
    crowd.entries
      .slice(known)
      .flatMap((entry) => (entry.kind === 'began' && entry.step === 'long' ? [entry.worker] : []));
  await until('both run', () => runners().length === 2);
  const victim = crowd.living.find(({ name }) => name === runners()[0]);
  if (victim === undefined) throw new Error('Nobody runs it.');
  crowd.kill(victim);
  await allEnded(scene, 60_000);
  const { stored, faults } = await examine(scene, more, crowd.entries);
  expect(faults).toEqual([]);
  const times = takeoverTimes(stored, crowd.entries, crowd.kills);
  report(`Clocks an hour wrong, lease ${LEASE_MS} ms: taken over after ${times.join(', ')} ms`);
  expect(times.length).toBeGreaterThanOrEqual(1);
  for (const time of times) {
    // The last sign of life may have been a third of a lease ago.
    expect(time).toBeGreaterThan(LEASE_MS / 3);
    expect(time).toBeLessThanOrEqual(LEASE_MS + SLACK_MS);
  }
}

/** One worker's clock is an hour ahead, the other's an hour behind; all times go by the database. */
export async function clocks(connectionString: string): Promise<void> {
  const from = Date.now();
  await onPostgres(connectionString, async (scene) => {
    const crowd = new Crowd(scene, { leaseMs: LEASE_MS, slots: 2 * OPERATIONS });
    crowd.start(HOUR);
    crowd.start(-HOUR);
    await crowd.up(2);
    const operations = await startAll(
      scene,
      Array.from({ length: OPERATIONS }, () => tree),
    );
    await allEnded(scene, 60_000);
    const { stored, faults } = await examine(scene, operations, crowd.entries);
    expect(faults).toEqual([]);
    expect(stored.map(({ run }) => run.operation.status)).toEqual(operations.map(() => 'succeeded'));
    for (const { events } of stored) expectSane(events, from, Date.now());
    const workers = crowd.entries.flatMap((entry) => (entry.kind === 'began' ? [entry.worker] : []));
    expect(new Set(workers).size).toBe(2);
    await expectTakeover(scene, crowd);
    await crowd.close();
  });
}
