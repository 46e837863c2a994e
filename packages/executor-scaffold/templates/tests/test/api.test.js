import assert from 'node:assert/strict';
import { test } from 'node:test';
import { loadModel } from '../lib/load-model.js';
import { entityAt, referencesTo } from '../lib/model.js';
import {
  apiOf,
  appForTests,
  ask,
  canRepeat,
  createSample,
  isKept,
  sampleRecord,
  sendJson,
  wrongValue,
} from './support.js';

/**
 * @import { Entity, JsonValue } from '../lib/types.d.ts'
 * @import { Reply } from './support.js'
 */

const model = loadModel();
const withApp = appForTests(apiOf);

/** @param {Entity} entity @param {Readonly<Record<string, JsonValue>>} sent @param {Readonly<Record<string, JsonValue>>} stored */
function assertKept(entity, sent, stored) {
  for (const field of entity.fields) {
    const value = sent[field.key];
    if (value !== undefined)
      assert.ok(isKept(field, value, stored[field.key] ?? null), `${field.key} was not kept`);
  }
}

/** @param {Reply} reply @param {string} key */
function assertComplaint(reply, key) {
  assert.equal(reply.status, 422, reply.text);
  assert.match(reply.headers.get('content-type') ?? '', /application\/problem\+json/);
  const fields = reply.body.errors.map((/** @type {{ field: string }} */ error) => error.field);
  assert.ok(fields.includes(key), `${key} is not named in ${reply.text}`);
}

for (const entity of model.entities) {
  const base = `/api/${entity.path}`;

  test(
    `${entity.name}: add, read, list, change, replace, delete`,
    withApp(async (app) => {
      const values = await sampleRecord(app, entity);
      const created = await sendJson(app, 'POST', base, values);
      assert.equal(created.status, 201, created.text);
      assert.equal(created.headers.get('location'), `${base}/${created.body.id}`);
      assertKept(entity, values, created.body);

      const at = `${base}/${created.body.id}`;
      assert.deepEqual((await ask(app, at)).body, created.body);
      const list = (await ask(app, `${base}?sort=-id&pageSize=5`)).body;
      assert.deepEqual(list.items[0], created.body);

      const next = { ...(await sampleRecord(app, entity)) };
      for (const field of entity.fields) if (field.references !== null) delete next[field.key];
      const changed = await sendJson(app, 'PATCH', at, next);
      assert.equal(changed.status, 200, changed.text);
      assertKept(entity, next, changed.body);

      const replaced = await sendJson(app, 'PUT', at, { ...values, ...next });
      assert.equal(replaced.status, 200, replaced.text);
      assert.equal((await ask(app, at, { method: 'DELETE' })).status, 204);
      assert.equal((await ask(app, at)).status, 404);
      assert.equal((await ask(app, base)).body.total, list.total - 1);
    }),
  );

  test(
    `${entity.name}: what is required must be there`,
    withApp(async (app) => {
      const reply = await sendJson(app, 'POST', base, {});
      const required = entity.fields.filter(
        (field) => field.required && field.type !== 'boolean' && field.default === null,
      );
      if (required.length === 0) assert.equal(reply.status, 201, reply.text);
      for (const field of required) assertComplaint(reply, field.key);
    }),
  );

  for (const field of entity.fields) {
    const wrong = wrongValue(field);
    if (wrong !== undefined) {
      test(
        `${entity.name}: ${field.label} refuses a wrong value`,
        withApp(async (app) => {
          const values = await sampleRecord(app, entity);
          const { total } = (await ask(app, base)).body;
          assertComplaint(await sendJson(app, 'POST', base, { ...values, [field.key]: wrong }), field.key);
          assert.equal((await ask(app, base)).body.total, total);
        }),
      );
    }
    if (field.unique && canRepeat(entity)) {
      test(
        `${entity.name}: ${field.label} is unique`,
        withApp(async (app) => {
          const first = await sampleRecord(app, entity);
          if (field.references !== null) {
            first[field.key] = (await createSample(app, entityAt(model, field.references))).id;
          }
          assert.equal((await sendJson(app, 'POST', base, first)).status, 201);
          const second = { ...(await sampleRecord(app, entity)), [field.key]: first[field.key] ?? null };
          assertComplaint(await sendJson(app, 'POST', base, second), field.key);
        }),
      );
    }
  }

  for (const { entity: user, field } of referencesTo(model, entity).filter(
    (link) => link.field.required && link.field.type === 'reference',
  )) {
    test(
      `${entity.name}: cannot be deleted while a ${user.name} needs it as ${field.label}`,
      withApp(async (app) => {
        const value = (await createSample(app, user))[field.key];
        const needed = Array.isArray(value) ? value[0] : value;
        assert.equal((await ask(app, `${base}/${needed}`, { method: 'DELETE' })).status, 409);
        assert.equal((await ask(app, `${base}/${needed}`)).status, 200);
      }),
    );
  }

  test(
    `${entity.name}: what is not asked properly is refused`,
    withApp(async (app) => {
      assertComplaint(await sendJson(app, 'POST', base, { 'no such field': 1 }), 'no such field');
      assert.equal((await sendJson(app, 'POST', base, [])).status, 400);
      assert.equal((await ask(app, base, { method: 'POST', body: '{}' })).status, 415);
      const half = { method: 'POST', headers: { 'content-type': 'application/json' }, body: '{"a":' };
      assert.equal((await ask(app, base, half)).status, 400);
      assert.equal((await ask(app, base, { method: 'DELETE' })).status, 405);
      assert.equal((await ask(app, `${base}?sort=nothing`)).status, 400);
      assert.equal((await ask(app, `${base}/0`)).status, 404);
      const foreign = { 'content-type': 'application/json', origin: 'https://elsewhere.example' };
      assert.equal((await ask(app, base, { method: 'POST', headers: foreign, body: '{}' })).status, 403);
    }),
  );
}

test(
  'the app says that it is well, and what it does not know',
  withApp(async (app) => {
    assert.equal((await app.application.health()).status, 200);
    assert.equal((await ask(app, '/api/no-such-thing')).status, 404);
  }),
);

for (const route of model.routes.filter(({ action }) => action === 'gap')) {
  const path = `/api/${route.segments.map((part) => encodeURIComponent(part ?? '1')).join('/')}`;
  test(
    `${route.method} ${path} is not built yet and says so`,
    withApp(async (app) => {
      assert.equal((await ask(app, path, { method: route.method })).status, 501);
    }),
  );
}
