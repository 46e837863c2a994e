import { afterAll, beforeAll, expect, test } from 'vitest';
import { freshPostgres } from '../../../../test-tools/postgres.ts';
import { startApp } from '../running-app.ts';
import { httpSession } from '../support/http-session.ts';
import { startRelay } from '../support/relay.ts';
import { sendForm } from '../support/send-form.ts';
import { type BuiltApp, buildNextApp } from './built.ts';
import { libraryPlan } from './plan.ts';

let built: BuiltApp;

beforeAll(async () => {
  built = await buildNextApp(libraryPlan());
}, 400_000);
afterAll(() => built?.remove());

test('on PostgreSQL, as built and sandboxed: forms, pages, and an outage in between', {
  timeout: 60_000,
}, async () => {
  const relay = await startRelay(await freshPostgres());
  const app = await startApp(built.ready, { DATABASE_URL: relay.url });
  const ask = httpSession(() => app.url);
  const submit = (page: string, fields: Record<string, string>) =>
    sendForm(ask, page, fields, { headers: { origin: app.url } });
  const account = { name: 'Ada', email: 'ada@example.org', password: 'correct horse battery' };
  expect((await submit('/sign-up', account)).status).toBe(303);
  expect((await submit('/authors/new', { name: 'Ursula \u2028 </script>' })).status).toBe(303);
  const book = { title: 'The Dispossessed', authors: '1', price: '9.99', kind: 'Novel' };
  expect((await submit('/books/new', book)).headers.get('location')).toBe('/books?added=1');
  expect((await ask('/api/books/1')).json).toMatchObject({ authors: [1], price: 9.99, cover: null });
  const found = await ask('/books?q=DISPOSSESSED');
  expect(found.text).toContain('The Dispossessed');
  expect((await ask('/books/1')).text).toContain('Ursula');

  relay.cut();
  for (const [path, text] of [
    ['/books', 'The data cannot be reached at the moment.'],
    ['/', 'The data cannot be reached at the moment.'],
    ['/api/books', 'The data cannot be reached at the moment.'],
  ] as const) {
    const answer = await ask(path, { headers: { accept: 'text/html' } });
    expect([answer.status, answer.headers.get('retry-after')], path).toEqual([503, '30']);
    expect(answer.text).toContain(text);
    expect(answer.text).not.toContain('node_modules');
  }
  expect((await ask('/healthz')).status).toBe(503);
  await relay.mend();
  expect((await ask('/books')).status).toBe(200);
  expect(app.output.filter((line) => !line.startsWith('{'))).toEqual([]);
  expect(await app.stop()).toBe(0);
});
