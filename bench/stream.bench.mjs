import { setTimeout as sleep } from 'node:timers/promises';
import { openAll, openContestant } from './lib/contestant.mjs';
import { report, summary } from './lib/report.mjs';

/** P7 and P8: one log, many readers. What the server pays per delivery, what a connection holds, how late a lone event is. */
const CLIENTS = 200;
const ROUNDS = 5;
const LONE = { events: 20, gapMs: 45 };
const BURST = { bursts: 6, events: 100, gapMs: 60 };
const MANY_CLIENTS = 1_000;
const MEMORY_ROUNDS = 3;

const RAW = 'node:http, one shared chunk (limit)';
const SOCKET = 'net socket, coalesced (limit of bursts)';
const OURS = 'orchard stream route';
const BETTER = 'better-sse channel';
const HONO = 'Hono streamSSE';
const NAMES = new Map([
  [RAW, 'stream-raw'],
  [OURS, 'stream-orchard'],
  [BETTER, 'stream-better-sse'],
  [HONO, 'stream-hono'],
  [SOCKET, 'stream-socket'],
]);
const EXEC = { execArgv: ['--expose-gc'] };
const note = (label) =>
  label.startsWith(OURS) ? 'every event committed to SQLite (WAL NORMAL) first' : 'memory only';

const clients = await openContestant('stream-clients', {});

/** Sends events to connected clients at a pace. @returns µs of the server's CPU per delivery */
async function cpuPerDelivery(contestant, { times, events, gapMs, count }) {
  await clients.call('reset');
  const before = await contestant.call('usage', {});
  for (let at = 0; at < times; at += 1) {
    await contestant.call('send', { count: events });
    await sleep(gapMs);
  }
  await clients.call('received', { events: times * events * count });
  return ((await contestant.call('usage', {})) - before) / (times * events * count);
}

async function lateness(contestant) {
  const values = [];
  await clients.call('reset');
  for (let at = 1; at <= LONE.events; at += 1) {
    await contestant.call('send', { count: 1 });
    const received = await clients.call('received', { events: at });
    values.push((received - (await contestant.call('sentAt', {}))) / 1e6);
  }
  return values;
}

async function withClients(contestant, count, use) {
  const address = await contestant.call('address', {});
  await clients.call('connect', { clients: count, address });
  try {
    return await use();
  } finally {
    await clients.call('disconnect', {});
  }
}

function keep(samples, label, values) {
  samples.set(label, [...(samples.get(label) ?? []), ...values]);
}

const [lone, burst, late, memory] = [new Map(), new Map(), new Map(), new Map()];
const errors = new Map();

async function tryFor(entry, work) {
  if (errors.has(entry.label)) return;
  try {
    await work();
  } catch (error) {
    errors.set(entry.label, error.message);
  }
}

async function turn(entry, kept) {
  const { contestant, label } = entry;
  await withClients(contestant, CLIENTS, async () => {
    const base = { gapMs: LONE.gapMs, count: CLIENTS };
    const one = await cpuPerDelivery(contestant, { times: LONE.events, events: 1, ...base });
    const many = await cpuPerDelivery(contestant, {
      times: BURST.bursts,
      events: BURST.events,
      gapMs: BURST.gapMs,
      count: CLIENTS,
    });
    if (!kept) return;
    keep(lone, label, [one]);
    keep(burst, label, [many]);
  });
  const values = await withClients(contestant, 1, () => lateness(contestant));
  if (kept) keep(late, label, values);
}

async function measureMemory([label, name]) {
  const contestant = await openContestant(name, {}, EXEC);
  try {
    // The first connection pays for what all of them share.
    await withClients(contestant, 20, async () => undefined);
    const before = await contestant.call('memory', {});
    const after = await withClients(contestant, MANY_CLIENTS, async () => {
      await contestant.call('send', { count: 1 });
      await sleep(500);
      return contestant.call('memory', {});
    });
    keep(memory, label, [(after - before) / MANY_CLIENTS / 1_024]);
  } finally {
    await contestant.close();
  }
}

const rowsOf = (samples, labels = [...NAMES.keys()]) =>
  labels.map((label) =>
    samples.has(label)
      ? { label, values: samples.get(label), durability: note(label) }
      : { label, error: errors.get(label) },
  );

const contestants = await openAll([...NAMES].map(([label, name]) => ({ label, name, settings: () => ({}) })));
for (const { label, error } of contestants) if (error !== undefined) errors.set(label, error);
for (let round = 0; round <= ROUNDS; round += 1)
  for (const entry of round % 2 === 0 ? contestants : contestants.toReversed())
    await tryFor(entry, () => turn(entry, round > 0));
for (const { contestant } of contestants) await contestant?.close();

report('stream-lone-events', rowsOf(lone), {
  unit: 'µs',
  targets: [
    { id: 'P7', of: OURS, over: RAW, max: 1.15 },
    { id: 'P7', of: OURS, over: BETTER, max: 0.8 },
    { id: 'P7', of: OURS, over: HONO, max: 0.4 },
  ],
});
report('stream-bursts', rowsOf(burst, [SOCKET, OURS, RAW, BETTER, HONO]), {
  unit: 'µs',
  targets: [
    { id: 'P7', of: OURS, over: SOCKET, max: 2 },
    { id: 'P7', of: BETTER, over: OURS, min: 15 },
    { id: 'P7', of: HONO, over: OURS, min: 15 },
  ],
});
const LESS_RAW = `${OURS}, less the raw median`;
const rawLate = late.has(RAW) ? summary(late.get(RAW)).median : undefined;
if (rawLate !== undefined && late.has(OURS))
  late.set(
    LESS_RAW,
    late.get(OURS).map((value) => value - rawLate),
  );
report('stream-latency', rowsOf(late, [...NAMES.keys(), LESS_RAW]), {
  targets: [{ id: 'P8', of: LESS_RAW, max: 0.5, unit: ' ms' }],
});

for (let round = 0; round < MEMORY_ROUNDS; round += 1)
  for (const entry of NAMES) await tryFor({ label: entry[0] }, () => measureMemory(entry));
report('stream-memory', rowsOf(memory), {
  unit: 'kB',
  targets: [
    { id: 'P8', of: OURS, over: RAW, max: 1.2 },
    { id: 'P8', of: OURS, over: BETTER, max: 0.65 },
    { id: 'P8', of: OURS, over: HONO, max: 0.65 },
  ],
});
await clients.close();
