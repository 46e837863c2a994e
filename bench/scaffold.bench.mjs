import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { sandboxArguments } from '@orchard-studio/executor-scaffold';
import { askApp } from './lib/ask-app.mjs';
import { report, summary } from './lib/report.mjs';
import { buildPlan } from './lib/scaffold-build.mjs';
import { timedServer } from './lib/timed-server.mjs';

/** Rounds of builds by the number of entities. */
const BUILDS = new Map([
  [5, 3],
  [50, 3],
  [200, 2],
]);
const STARTS = 9;
const COUNTS = [...BUILDS.keys()];
const LIMIT = 'node: empty http server, node:sqlite open (limit)';
const EMPTY_SERVER = fileURLToPath(new URL('./lib/empty-server.mjs', import.meta.url));

const scratch = mkdtempSync(join(tmpdir(), 'orchard-bench-'));
const samples = new Map();
let folders = 0;

function keep(label, value) {
  if (!samples.has(label)) samples.set(label, []);
  samples.get(label).push(value);
}

const row = (label, note) => ({ label, values: samples.get(label), note });

function freshFolder() {
  folders += 1;
  const folder = join(scratch, String(folders));
  mkdirSync(folder);
  return folder;
}

async function startRaw() {
  const data = freshFolder();
  return timedServer({ args: [EMPTY_SERVER], folder: data, data });
}

/** Builds every plan, in turn, a raw server between them. @returns the last build of each */
async function buildAll() {
  const last = new Map();
  for (let round = 0; round < Math.max(...BUILDS.values()); round += 1) {
    keep(LIMIT, (await startRaw()).startMs);
    for (const [count, rounds] of BUILDS) {
      if (round >= rounds) continue;
      const built = await buildPlan(count);
      keep(`build of ${count} entities, until staging is healthy`, built.total);
      for (const [step, ms] of Object.entries(built.steps)) keep(`${count} ${step}`, ms);
      last.get(count)?.remove();
      last.set(count, built);
    }
  }
  return last;
}

/** The median time of every step, and its part of the whole. */
function shares(count, total) {
  const steps = ['spec', 'design', 'implement', 'test', 'deploy'].map((step) => {
    const { median } = summary(samples.get(`${count} ${step}`));
    return `${step} ${(median / 1_000).toFixed(2)} s (${Math.round((100 * median) / total)} %)`;
  });
  return steps.join(', ');
}

function reportBuilds() {
  const rows = COUNTS.map((count) => {
    const label = `build of ${count} entities, until staging is healthy`;
    return row(label, shares(count, summary(samples.get(label)).median));
  });
  report('scaffold-build', [row(LIMIT), ...rows]);
}

const pathsOf = (release) =>
  JSON.parse(readFileSync(join(release, 'lib', 'model.json'), 'utf8')).entities.map(({ path }) => path);

/** A first start makes the tables; a second one finds them. */
async function startApp(count, release) {
  const paths = pathsOf(release);
  const data = freshFolder();
  const sandbox = await sandboxArguments({ nodePath: process.execPath, code: release, data });
  const options = { args: [...sandbox, 'server.js'], folder: release, data };
  const first = await timedServer(options);
  const again = await timedServer({ ...options, use: (url) => askApp(url, paths) });
  keep(`app of ${count}: first start`, first.startMs);
  keep(`app of ${count}: start`, again.startMs);
  keep(`app of ${count}: started`, again.startMb);
  keep(`app of ${count}: after 200 requests`, again.usedMb);
}

async function startAll(releases) {
  samples.delete(LIMIT);
  const limitMb = 'limit';
  for (let round = 0; round < STARTS; round += 1) {
    const raw = await startRaw();
    keep(LIMIT, raw.startMs);
    keep(limitMb, raw.startMb);
    for (const [count, { release }] of releases) await startApp(count, release);
  }
  report('scaffold-start', [
    row(LIMIT),
    ...COUNTS.flatMap((count) => [
      row(`app of ${count}: start`, 'sandboxed, tables are there'),
      row(`app of ${count}: first start`, 'sandboxed, makes its tables'),
    ]),
  ]);
  report(
    'scaffold-memory',
    [
      { label: LIMIT, values: samples.get(limitMb) },
      ...COUNTS.flatMap((count) => [
        row(`app of ${count}: started`),
        row(`app of ${count}: after 200 requests`, 'signed in: pages, forms, API, records added'),
      ]),
    ],
    { unit: 'MB' },
  );
}

function reportSizes(releases) {
  const rows = [...releases].flatMap(([count, { release }]) => {
    const files = readdirSync(release, { recursive: true, withFileTypes: true }).filter((entry) =>
      entry.isFile(),
    );
    const sizes = files.map(({ parentPath, name }) => statSync(join(parentPath, name)).size);
    const model = statSync(join(release, 'lib', 'model.json')).size;
    const total = sizes.reduce((sum, size) => sum + size, 0);
    return [
      { label: `release of ${count} entities`, values: [total / 1024], note: `${files.length} files` },
      { label: `release of ${count} entities: lib/model.json`, values: [model / 1024] },
    ];
  });
  report('scaffold-size', rows, { unit: 'KB' });
}

try {
  await startRaw();
  const releases = await buildAll();
  reportBuilds();
  await startAll(releases);
  reportSizes(releases);
  for (const { remove } of releases.values()) remove();
} finally {
  rmSync(scratch, { recursive: true, force: true });
}
