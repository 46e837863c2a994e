import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { isReadyToBuild } from '@orchard-studio/architect';
import { tenantIdSchema } from '@orchard-studio/core';
import { createOrchard } from '@orchard-studio/server';
import { createHttpHandler } from '@orchard-studio/server/http';
import { createSqliteStorage } from '@orchard-studio/storage-kysely';
import { report } from './lib/report.mjs';

const ROUNDS = 60;
const SENTENCE =
  'I want a task tracker where people create projects with tasks; tasks have a title, a due date and a done flag';

const folder = mkdtempSync(join(tmpdir(), 'orchard-bench-'));
const storage = createSqliteStorage({ path: join(folder, 'orchard.sqlite'), durability: 'full' });
await storage.migrate();
const orchard = createOrchard({ storage, executors: {}, trees: [] });
const principal = { tenantId: tenantIdSchema.parse('bench'), userId: 'bench' };
const handle = createHttpHandler({ orchard, authenticate: () => principal, authorize: () => true });

async function call(method, path, body) {
  const request = new Request(`http://127.0.0.1/api${path}`, {
    method,
    ...(body === undefined
      ? {}
      : { body: JSON.stringify(body), headers: { 'content-type': 'application/json' } }),
  });
  const start = performance.now();
  const response = await handle(request);
  const text = await response.text();
  const ms = performance.now() - start;
  if (!response.ok) throw new Error(`${method} ${path}: ${text}`);
  return { ms, body: JSON.parse(text) };
}

const project = (await call('POST', '/projects', { name: 'bench' })).body;
const chat = `/projects/${project.id}/blueprint/chat`;
const samples = { health: [], readiness: [], first: [], answers: [], edit: [] };

/** Milliseconds for one look at whether a Blueprint is ready, of many. */
function readinessMs(blueprint, looks = 100) {
  const start = performance.now();
  for (let look = 0; look < looks; look += 1) isReadyToBuild(blueprint);
  return (performance.now() - start) / looks;
}
const cold = (await call('POST', chat, { message: SENTENCE })).ms;
for (let round = 0; round < ROUNDS; round += 1) {
  samples.health.push((await call('GET', `/projects/${project.id}`)).ms);
  const first = await call('POST', chat, { message: SENTENCE });
  samples.first.push(first.ms);
  const { id: blueprintId, questions } = first.body.blueprint;
  const answers = questions
    .filter(({ status }) => status === 'open')
    .map(({ id }) => ({ questionId: id, delegate: true }));
  samples.answers.push((await call('POST', chat, { blueprintId, answers })).ms);
  const edit = await call('POST', chat, { blueprintId, message: 'tasks also need a priority' });
  samples.edit.push(edit.ms);
  samples.readiness.push(readinessMs(edit.body.blueprint));
}
report('guided-turn', [
  { label: 'GET of the project (limit: routing and one read)', values: samples.health },
  {
    label: 'first message of the example sentence',
    values: samples.first,
    note: `fsync on; first ever ${cold.toFixed(0)} ms`,
  },
  { label: 'answers to its questions', values: samples.answers, note: 'fsync on' },
  { label: 'the readiness rules', values: samples.readiness, note: 'no storage; at most 2 ms' },
  { label: 'a later edit in words', values: samples.edit, note: 'fsync on' },
]);
await orchard.close();
await storage.close();
rmSync(folder, { recursive: true, force: true });
