import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { contentOf, isOperationEnd, tenantIdSchema } from '@orchard-studio/core';
import { createLocal } from '@orchard-studio/local';
import { createOrchard } from '@orchard-studio/server';
import { createSqliteStorage } from '@orchard-studio/storage-kysely';
import { proposerOf } from './large-plan.mjs';

const TENANT = tenantIdSchema.parse('local');

/** Has a proposer put down a plan of so many entities, by way of the Architect, in the database of a home. */
async function plan(home, count) {
  const storage = createSqliteStorage({ path: join(home, 'orchard.sqlite'), durability: 'full' });
  await storage.migrate();
  const orchard = createOrchard({ storage, executors: {}, trees: [], proposer: proposerOf(count) });
  const { id: projectId, slug } = await orchard.projects.create({ tenantId: TENANT, name: `bench ${count}` });
  const message = 'Everything our company keeps track of, in calm colours.';
  const key = { tenantId: TENANT, projectId };
  const { blueprint, readiness } = await orchard.blueprints.chat({ ...key, message, by: 'bench' });
  const { entities } = contentOf(blueprint).sections.dataModel;
  if (entities.length !== count) throw new Error(`The plan has ${entities.length} entities, not ${count}.`);
  if (!readiness.ready)
    throw new Error(`The plan is not ready: ${JSON.stringify(readiness.blockers.slice(0, 5))}`);
  const { id: blueprintId, revision, hash } = blueprint;
  await orchard.blueprints.approve({ ...key, blueprintId, revision, hash, by: 'bench' });
  await orchard.close();
  await storage.close();
  return { key, blueprintId, slug };
}

/** Milliseconds of every step, by the times of its events. */
function stepTimes(events) {
  const times = {};
  for (const { type, step, status, timestamp } of events) {
    if (type !== 'step' || step === undefined) continue;
    const at = Date.parse(timestamp);
    const from = status === 'in_progress' ? at : (times[step]?.from ?? at);
    times[step] = { from, to: at };
  }
  return Object.fromEntries(Object.entries(times).map(([step, { from, to }]) => [step, to - from]));
}

async function build(local, { key, blueprintId }) {
  const startedAt = performance.now();
  const { operationId } = await local.orchard.blueprints.build({ ...key, blueprintId });
  const events = [];
  const { signal } = new AbortController();
  const stream = local.orchard.operations.stream({ ...key, operationId, after: 0, signal });
  for await (const event of stream) events.push(event);
  const { status, error } = await local.orchard.operations.get({ tenantId: TENANT, operationId });
  if (!isOperationEnd(status) || status !== 'succeeded') throw new Error(`The build ${status}: ${error}`);
  const { environments } = await local.orchard.projects.get(key);
  const total = performance.now() - startedAt;
  const { staging } = environments;
  if (staging?.status !== 'healthy') throw new Error(`Staging is ${staging?.status}.`);
  const { outputs } = (await local.orchard.operations.get({ tenantId: TENANT, operationId })).steps.at(-1);
  return { total, steps: stepTimes(events), events: events.length, commit: outputs.commit };
}

async function buildAt(home, count) {
  const planned = await plan(home, count);
  const local = await createLocal({ home, port: 0 });
  await local.listen();
  try {
    const { commit, ...times } = await build(local, planned);
    return { ...times, release: join(home, 'apps', planned.slug, 'staging', 'releases', commit) };
  } finally {
    await local.close();
  }
}

/**
 * Builds a plan of so many entities with everything a local installation has, in a folder of its own, until staging is
 * healthy. @returns milliseconds in all and by step, the folder with the release, and how to remove it
 */
export async function buildPlan(count) {
  const home = mkdtempSync(join(tmpdir(), 'orchard-bench-'));
  const remove = () => rmSync(home, { recursive: true, force: true });
  try {
    return { ...(await buildAt(home, count)), remove };
  } catch (error) {
    remove();
    throw error;
  }
}
