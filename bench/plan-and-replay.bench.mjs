import { join } from 'node:path';
import { foldEvents, operationIdSchema, planSchema, tenantIdSchema } from '@orchard-studio/core';
import { createRunner, parseTree, planTree } from '@orchard-studio/orchestrator';
import { createSqliteStorage } from '@orchard-studio/storage-kysely';
import { report } from './lib/report.mjs';
import { scratch } from './lib/scratch.mjs';

/** A tree of 10,000 steps planned, and a log of 100,000 events replayed: as rates. */
const STEPS = 10_000;
const EVENTS = 100_000;
const PAGE = 1_000;
const ROUNDS = 3;

const LETTERS = 26;

/** Short names: a, b, …, z, aa, ab, … */
function keyOf(at) {
  const last = String.fromCharCode(97 + (at % LETTERS));
  return at < LETTERS ? last : `${keyOf(Math.floor(at / LETTERS) - 1)}${last}`;
}

/** A tree file of 10,000 steps, each of which needs the one before it: it just fits into the largest file allowed. */
function largeTree() {
  const steps = Array.from({ length: STEPS }, (_, at) =>
    at === 0 ? `${keyOf(0)}: {uses: n}` : `${keyOf(at)}: {uses: n,needs: ${keyOf(at - 1)}}`,
  );
  return `version: 1\nname: large\nsteps: {${steps.join(',')}}\n`;
}

const perSecond = (count, ms) => (count / ms) * 1_000;

async function timed(count, work) {
  const from = performance.now();
  const result = await work();
  return { rate: perSecond(count, performance.now() - from), result };
}

/** An operation whose log holds 100,000 lines, written through the store. */
async function longLog(storage) {
  const talk = {
    specVersion: 'v1',
    name: 'talk',
    execute: (_request, { signal }) =>
      new Promise((_resolve, reject) =>
        signal.addEventListener('abort', () => reject(signal.reason), { once: true }),
      ),
  };
  const runner = createRunner({ store: storage.operations, executors: { talk } });
  const step = { key: 'talk', name: 'talk', phase: 'implement', needs: [], uses: 'talk', with: {}, env: {} };
  const plan = planSchema.parse({
    version: 1,
    name: 'talk',
    steps: [{ ...step, retry: { max: 0, backoffMs: 0 }, timeoutMs: 600_000, weight: 1 }],
    maxParallel: 1,
  });
  const { id } = await runner.start({
    tenantId: tenantIdSchema.parse('bench'),
    projectId: null,
    plan,
    inputs: {},
  });
  const operationId = operationIdSchema.parse(id);
  for await (const event of runner.events({ operationId }))
    if (event.type === 'step' && event.status === 'in_progress') break;
  const line = (at) => ({
    type: 'log',
    timestamp: new Date().toISOString(),
    step: 'talk',
    phase: 'implement',
    message: `line ${at}: compiled another module of the app that is being built`,
    data: { level: 'info' },
  });
  const written = await timed(EVENTS, async () => {
    for (let from = 0; from < EVENTS; from += PAGE) {
      const events = Array.from({ length: PAGE }, (_, at) => line(from + at));
      const entries = [{ fence: { operationId, step: 'talk', epoch: 1 }, events }];
      const [answer] = await storage.operations.appendStepEvents({ entries });
      if (answer !== 'written') throw new Error(`The lines were ${answer}.`);
    }
  });
  return { operationId, runner, plan, writeRate: written.rate };
}

async function readAll(store, operationId) {
  const events = [];
  while (true) {
    const page = await store.listEvents({ operationId, after: events.length, limit: PAGE });
    events.push(...page);
    if (page.length < PAGE) return events;
  }
}

const rates = {
  'tree text of 10,000 steps: parsed and checked': [],
  'tree of 10,000 steps: planned and hashed': [],
  'log lines: appended to SQLite, 1,000 a call': [],
  'log of 100,000 events: read from SQLite': [],
  'log of 100,000 events: folded to a view': [],
};
const [PARSE, PLAN, WRITE, READ, FOLD] = Object.keys(rates);
const text = largeTree();
for (let round = 0; round <= ROUNDS; round += 1) {
  const parsed = await timed(STEPS, () => parseTree(text));
  const planned = await timed(STEPS, () => planTree(parsed.result));
  const storage = createSqliteStorage({ path: join(scratch, `${round}.sqlite`), durability: 'normal' });
  await storage.migrate();
  const { operationId, runner, writeRate } = await longLog(storage);
  const read = await timed(EVENTS, () => readAll(storage.operations, operationId));
  const folded = await timed(read.result.length, () => foldEvents(read.result));
  await runner.close();
  await storage.close();
  if (round === 0) continue;
  rates[PARSE].push(parsed.rate);
  rates[PLAN].push(planned.rate);
  rates[WRITE].push(writeRate);
  rates[READ].push(read.rate);
  rates[FOLD].push(folded.rate);
}
report(
  'plan-and-replay',
  Object.entries(rates).map(([label, values]) => ({ label, values })),
  { unit: '/s', ratios: false },
);
