import fc from 'fast-check';
import { expect, test } from 'vitest';
import { freshPostgres } from '../../../test-tools/postgres.ts';
import { deriveModel } from '../src/index.ts';
import { randomNumbers, randomStep } from './app-walker.ts';
import { blueprintArbitrary } from './random-blueprints.ts';
import { migrateApp, startApp, writeApp } from './running-app.ts';

const PROVE = process.env.ORCHARD_PROVE !== undefined;
const SQLITE_APPS = PROVE ? 500 : 12;
const POSTGRES_APPS = PROVE ? 50 : 2;
const STEPS = 60;

const plans = fc.sample(blueprintArbitrary, { numRuns: SQLITE_APPS, seed: 20_261 });

/** Builds an app, migrates it twice, starts it, and asks it at random. */
async function tryApp(seed: number, env: Record<string, string>): Promise<void> {
  const plan = plans[seed];
  if (plan === undefined) throw new Error(`There is no plan ${seed}.`);
  const note = `plan ${seed}`;
  const model = deriveModel(plan, 'Random');
  const folder = await writeApp(plan);
  await migrateApp(folder, env);
  expect(await migrateApp(folder, env), note).toContain('Nothing to do.');
  const app = await startApp(folder, env);
  if (model.access.enforced)
    await app.signUp({ name: 'First', email: 'first@example.org', password: 'long enough' });
  const pick = randomNumbers(seed);
  for (let at = 0; at < STEPS; at += 1) {
    const step = randomStep(model, pick);
    const answer =
      step.form === undefined
        ? await app.send(step.method, step.path, step.json)
        : await app.form(step.path, step.form);
    expect(
      answer.status,
      `${note}, step ${at}: ${JSON.stringify(step)} ${answer.text.slice(0, 500)}`,
    ).toBeLessThan(500);
    if (answer.headers.get('content-type')?.includes('text/html')) {
      expect(/<script|<b>/.exec(answer.text), `${note}: ${step.path}`).toBeNull();
    }
  }
  for (const { method, segments } of model.routes.filter(({ action }) => action === 'gap')) {
    const path = segments.map((part) => encodeURIComponent(part ?? '1')).join('/');
    expect((await app.send(method, `/api/${path}`)).status, `${note}: ${path}`).toBe(501);
  }
  expect((await app.get('/')).status, note).toBe(200);
  const faults = app.output.filter((line) => line.includes('"level":"error"') || !line.startsWith('{'));
  expect(faults, note).toEqual([]);
  expect(await app.stop(), note).toBe(0);
}

/** Two at a time, for two cores. */
async function tryAll(count: number, env: () => Promise<Record<string, string>>): Promise<void> {
  const seeds = Array.from({ length: count }, (_, seed) => seed).values();
  const worker = async (): Promise<void> => {
    for (const seed of seeds) await tryApp(seed, await env());
  };
  await Promise.all([worker(), worker()]);
}

test(`${SQLITE_APPS} random apps on SQLite: no request makes them fail`, { timeout: 1_800_000 }, async () => {
  await tryAll(SQLITE_APPS, async () => ({}));
});

test(`${POSTGRES_APPS} random apps on PostgreSQL: no request makes them fail`, {
  timeout: 1_800_000,
}, async () => {
  await tryAll(POSTGRES_APPS, async () => ({ DATABASE_URL: await freshPostgres() }));
});
