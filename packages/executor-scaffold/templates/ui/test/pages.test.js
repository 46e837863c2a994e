import assert from 'node:assert/strict';
import { test } from 'node:test';
import { loadModel } from '../lib/load-model.js';
import { createHandler } from '../ui/handler.js';
import { appForTests, ask, createSample, isKept, sampleRecord } from './support.js';

/**
 * @import { Field, JsonValue } from '../lib/types.d.ts'
 * @import { App } from './support.js'
 */

const model = loadModel();
const withApp = appForTests((application) => {
  const handle = createHandler(application);
  return (request) => handle(request, 'test');
});
const HTML = { accept: 'text/html' };
const HOSTILE = `<script>alert(1)</script>"'&`;

/** @param {JsonValue} file @returns {File} */
function asFile(file) {
  const { name, type, data } = JSON.parse(JSON.stringify(file));
  return new File([Buffer.from(data, 'base64')], name, { type });
}

/** What a browser would send for a record. @param {Record<string, JsonValue>} values @param {readonly Field[]} fields */
function asForm(values, fields) {
  const form = emptyForm();
  for (const field of fields) {
    const value = values[field.key] ?? null;
    if (value === null || value === false) continue;
    if (field.type === 'file') form.set(field.key, asFile(value));
    else if (Array.isArray(value)) for (const id of value) form.append(field.key, String(id));
    else if (field.type === 'datetime') form.set(field.key, String(value).slice(0, 16));
    else form.set(field.key, field.type === 'json' ? JSON.stringify(value) : String(value));
  }
  return form;
}

/** @param {Record<string, string>} [fields] */
function emptyForm(fields = {}) {
  const form = new FormData();
  // A form always holds something.
  for (const [name, value] of Object.entries({ _token: '', ...fields })) form.set(name, value);
  return form;
}

/** @param {App} app @param {string} path @param {FormData} form @param {Record<string, string>} [headers] */
const sendForm = (app, path, form, headers = {}) =>
  ask(app, path, { method: 'POST', body: form, headers: { ...HTML, ...headers } });

test(
  'the first page leads to everything',
  withApp(async (app) => {
    const { status, text, headers } = await ask(app, '/', { headers: HTML });
    assert.equal(status, 200);
    assert.match(text, /<html lang="en">/);
    assert.match(text, /href="#main"/);
    assert.match(headers.get('content-security-policy') ?? '', /default-src 'none'/);
    for (const entity of model.entities) assert.ok(text.includes(`href="/${entity.path}"`), entity.path);
    assert.equal((await ask(app, '/healthz')).status, 200);
    assert.equal((await ask(app, '/gaps')).status, 200);
    assert.equal((await ask(app, '/assets/styles.css')).status, 200);
    const missing = await ask(app, '/nothing-here', { headers: { accept: 'text/html' } });
    assert.equal(missing.status, 404);
    assert.match(missing.text, /<h1>Not found<\/h1>/);
  }),
);

for (const entity of model.entities) {
  const base = `/${entity.path}`;

  test(
    `${entity.name}: every field has a labelled control`,
    withApp(async (app) => {
      const { status, text } = await ask(app, `${base}/new`);
      assert.equal(status, 200);
      for (const field of entity.fields) {
        assert.ok(
          text.includes(`id="field-${field.key}"`) || field.type === 'references',
          `no control for ${field.key}`,
        );
      }
    }),
  );

  test(
    `${entity.name}: add, see, edit and delete by form`,
    withApp(async (app) => {
      const values = await sampleRecord(app, entity);
      const added = await sendForm(app, base, asForm(values, entity.fields));
      assert.equal(added.status, 303, added.text);
      assert.equal((await ask(app, added.headers.get('location') ?? '')).status, 200);

      const [record] = (await ask(app, `/api/${entity.path}`)).body.items;
      for (const field of entity.fields) {
        const value = values[field.key];
        if (value !== undefined)
          assert.ok(isKept(field, value, record[field.key]), `${field.key} was not kept`);
      }
      const at = `${base}/${record.id}`;
      assert.equal((await ask(app, at)).status, 200);
      assert.equal((await ask(app, `${at}/edit`)).status, 200);
      assert.equal((await sendForm(app, at, asForm(values, entity.fields))).status, 303);

      assert.equal((await ask(app, `${at}/delete`)).status, 200);
      assert.equal((await sendForm(app, `${at}/delete`, emptyForm())).status, 303);
      assert.equal((await ask(app, at)).status, 404);
    }),
  );

  test(
    `${entity.name}: a form that is not filled in well comes back with the reasons`,
    withApp(async (app) => {
      const required = entity.fields.filter((field) => field.required && field.type !== 'boolean');
      const reply = await sendForm(app, base, emptyForm());
      assert.equal(reply.status, required.length === 0 ? 303 : 422);
      for (const field of required) {
        assert.ok(reply.text.includes(`id="field-${field.key}-error"`), `no complaint about ${field.key}`);
      }
    }),
  );

  const textual = entity.fields.find((field) => field.type === 'string' || field.type === 'text');
  if (textual !== undefined) {
    test(
      `${entity.name}: what people write is shown, never run`,
      withApp(async (app) => {
        const values = { ...(await sampleRecord(app, entity)), [textual.key]: HOSTILE };
        assert.equal((await sendForm(app, base, asForm(values, entity.fields))).status, 303);
        const [record] = (await ask(app, `/api/${entity.path}`)).body.items;
        assert.equal(record[textual.key], HOSTILE);
        for (const path of [
          '/',
          base,
          `${base}/${record.id}`,
          `${base}/${record.id}/edit`,
          `${base}/${record.id}/delete`,
        ]) {
          const { text } = await ask(app, path);
          assert.ok(!text.includes('<script'), path);
        }
        const { text } = await ask(app, `${base}/${record.id}/edit`);
        assert.ok(text.includes('&lt;script&gt;alert(1)&lt;/script&gt;&quot;&#39;&amp;'));
      }),
    );
  }

  test(
    `${entity.name}: a form of another site is refused, a token of ours is taken`,
    withApp(async (app) => {
      const record = await createSample(app, entity);
      const at = `${base}/${record.id}/delete`;
      const token = /name="_token" value="([^"]+)"/.exec((await ask(app, at)).text)?.[1] ?? '';
      const foreign = { origin: 'https://elsewhere.example', 'sec-fetch-site': 'cross-site' };
      const proof = emptyForm({ _token: token });
      assert.equal((await sendForm(app, at, proof, foreign)).status, 403);
      const framed = { origin: 'null', 'sec-fetch-site': 'cross-site' };
      assert.equal((await sendForm(app, at, emptyForm(), framed)).status, 403);
      assert.equal((await sendForm(app, at, proof, framed)).status, 303);
    }),
  );
}
