import { setTimeout as sleep } from 'node:timers/promises';
import { openContestant } from './lib/contestant.mjs';
import { startPostgres } from './lib/postgres.mjs';
import { report } from './lib/report.mjs';
import { now } from './lib/stream-event.mjs';

/** P16: how long a step stays with a worker that was killed. All wait at the same time: it is waiting, not work. */
const SHORT_LEASE_MS = 3_000;
const DEFAULT_LEASE_MS = 15_000;
/** Workers live a while before they are killed, each for another time: a lease is as old as its last beat. */
const LIVES_MS = [400, 900, 1_400, 1_900];
const LONGEST_MS = 130_000;

const SHORT = `orchard, lease ${SHORT_LEASE_MS / 1_000} s`;
const DEFAULT = `orchard, default lease (${DEFAULT_LEASE_MS / 1_000} s)`;
const BOSS = 'pg-boss, heartbeat 10 s (its shortest), default monitor';

const postgres = await startPostgres({ fsync: false });
let databases = 0;

/** @returns milliseconds from the kill to the start of the step in the other process */
async function takeover(name, settings, lifeMs) {
  databases += 1;
  const url = await postgres.createDatabase(`takeover_${databases}`);
  const [first, second] = [
    await openContestant(name, { url, ...settings }),
    await openContestant(name, { url, ...settings }),
  ];
  try {
    await first.call('begin', {});
    await second.call('watch', {});
    await sleep(lifeMs);
    const killedAt = now();
    first.kill();
    const tookAt = await second.call('took', {}, { longestMs: LONGEST_MS });
    return (tookAt - killedAt) / 1e6;
  } finally {
    second.kill();
  }
}

async function row(label, name, settings, lives) {
  const durability = 'fsync off';
  try {
    const values = await Promise.all(lives.map((lifeMs) => takeover(name, settings, lifeMs)));
    return { label, values, durability };
  } catch (error) {
    return { label, error: error.message };
  }
}

const rows = await Promise.all([
  row(SHORT, 'takeover-orchard', { leaseMs: SHORT_LEASE_MS }, LIVES_MS),
  row(DEFAULT, 'takeover-orchard', {}, LIVES_MS.slice(0, 2)),
  row(BOSS, 'takeover-pg-boss', {}, LIVES_MS.slice(0, 2)),
]);
await postgres.stop();
report(
  'takeover',
  [
    ...rows,
    { label: 'graphile-worker', skipped: 'its source keeps a job of a dead worker locked for 4 hours' },
    {
      label: 'DBOS Transact, LangGraph.js, Mastra',
      skipped: 'work goes on when a process is started again, not in another one that runs',
    },
  ],
  {
    ratios: false,
    targets: [
      { id: 'P16 (lease + 2 s)', of: SHORT, max: SHORT_LEASE_MS + 2_000, unit: ' ms' },
      { id: 'P16 (lease + 2 s)', of: DEFAULT, max: DEFAULT_LEASE_MS + 2_000, unit: ' ms' },
    ],
  },
);
process.exit(0);
