import assert from 'node:assert/strict';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { createServer } from 'node:http';
import { after, test } from 'node:test';
import { loadModel } from '../lib/load-model.js';

/**
 * @import { AddressInfo } from 'node:net'
 * @import { Field } from '../lib/types.d.ts'
 */

const dist = new URL('../dist/', import.meta.url);
if (!existsSync(new URL('server.js', dist)))
  throw new Error('The pages are not built. Run "npm run build" first: these tests look at what it made.');

const model = loadModel();
const PERSON = {
  email: 'administrator@example.org',
  name: 'Administrator',
  password: 'correct horse battery',
};
const HTML = { accept: 'text/html' };

/** The built app with an empty database in memory, on a free port. */
async function start() {
  const [{ openApplication }, { readConfig }, { createListener }] = await Promise.all(
    ['lib/open-application.js', 'lib/config.js', 'listener.js'].map(
      (path) => import(new URL(path, dist).href),
    ),
  );
  const application = await openApplication({ model, config: readConfig({}), log: () => {}, memory: true });
  const server = createServer(await createListener(application)).listen(0, '127.0.0.1');
  await once(server, 'listening');
  after(async () => {
    server.close();
    server.closeAllConnections();
    await application.parts.db.close();
  });
  const { port } = /** @type {AddressInfo} */ (server.address());
  return { application, url: `http://127.0.0.1:${port}` };
}

const { application, url } = await start();
/** @type {Record<string, string>} */
const session = {};

/** @param {string} path @param {RequestInit} [init] */
async function ask(path, init = {}) {
  const headers = { ...HTML, ...session, ...init.headers };
  const response = await fetch(`${url}${path}`, { redirect: 'manual', ...init, headers });
  return { status: response.status, headers: response.headers, text: await response.text() };
}

/** Sends the first form of a page as a browser without scripts does. @param {string} path @param {Record<string, string>} values */
async function sendForm(path, values) {
  const { text } = await ask(path);
  const form = text.match(/<form[^>]*novalidate[^>]*>.*?<\/form>/is)?.[0] ?? '';
  const body = new FormData();
  for (const [input] of form.matchAll(/<input type="hidden"[^>]*>/g)) {
    const attribute = (/** @type {string} */ name) =>
      new RegExp(` ${name}="([^"]*)"`).exec(input)?.[1]?.replaceAll('&quot;', '"').replaceAll('&amp;', '&');
    body.set(attribute('name') ?? '', attribute('value') ?? '');
  }
  for (const [name, value] of Object.entries(values)) body.set(name, value);
  return ask(path, { method: 'POST', body, headers: { origin: url } });
}

if (model.access.enforced) {
  test('the first account is made by form', async () => {
    assert.equal((await ask('/')).headers.get('location'), '/sign-up');
    const wrong = await sendForm('/sign-up', { ...PERSON, password: 'short' });
    assert.equal(wrong.status, 422);
    assert.match(wrong.text, /id="field-password-error"/);
    const made = await sendForm('/sign-up', PERSON);
    assert.equal(made.status, 303, made.text);
    session.cookie = made.headers.getSetCookie()[0]?.split(';')[0] ?? '';
    assert.match(session.cookie, /^session_/);
  });
}

test('the first page leads to everything', async () => {
  const { status, text, headers } = await ask('/');
  assert.equal(status, 200);
  assert.match(text, /<html lang="en">/);
  assert.match(text, /href="#main"/);
  const policy = headers.get('content-security-policy') ?? '';
  assert.match(policy, /default-src 'none'/);
  assert.doesNotMatch(policy, /unsafe-/);
  for (const { path } of model.entities.slice(0, 24)) assert.ok(text.includes(`href="/${path}"`), path);
  for (const path of ['/healthz', '/gaps', '/assets/theme.css'])
    assert.equal((await ask(path)).status, 200, path);
});

test('what is not there says so', async () => {
  const missing = await ask('/nothing-here');
  assert.equal(missing.status, 404);
  assert.match(missing.text, /<h1[^>]*>Not found<\/h1>/);
  const [first] = model.entities;
  if (first !== undefined) assert.equal((await ask(`/${first.path}/999999`)).status, 404);
});

/** Filled in by more than typing. @param {Field} field */
const isPlain = ({ type }) => type === 'string' || type === 'text';

for (const entity of model.entities) {
  const base = `/${entity.path}`;

  test(`${entity.name}: its pages answer, and every field has a control`, async () => {
    assert.equal((await ask(base)).status, 200);
    const { status, text } = await ask(`${base}/new`);
    assert.equal(status, 200);
    for (const { key, type } of entity.fields)
      assert.ok(text.includes(`id="field-${key}"`) || type === 'references', `no control for ${key}`);
  });

  const required = entity.fields.filter((field) => field.required && field.type !== 'boolean');
  if (required.length > 0) {
    test(`${entity.name}: a form that is not filled in well comes back with the reasons`, async () => {
      const empty = Object.fromEntries(entity.fields.map(({ key }) => [key, '']));
      const { status, text } = await sendForm(`${base}/new`, empty);
      assert.equal(status, 422);
      for (const { key } of required)
        assert.ok(text.includes(`id="field-${key}-error"`), `no complaint about ${key}`);
    });
  }

  if (required.length > 0 && required.every(isPlain)) {
    test(`${entity.name}: what people write is kept and shown, never run`, async () => {
      const hostile = `<script>alert(1)</script>"'&`;
      const before = (await application.parts.store.count(entity, 'all')) ?? 0;
      const values = Object.fromEntries(required.map(({ key }) => [key, hostile]));
      const { status, text } = await sendForm(`${base}/new`, values);
      assert.equal(status, 303, text);
      assert.equal(await application.parts.store.count(entity, 'all'), before + 1);
      assert.ok(!(await ask(base)).text.includes(hostile));
    });
  }
}
