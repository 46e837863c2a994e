import assert from 'node:assert/strict';
import { test } from 'node:test';
import { loadModel } from '../lib/load-model.js';
import { apiOf, appForTests, ask, createSample, sampleRecord, sendJson, tokenFor } from './support.js';

/**
 * @import { Action, Entity } from '../lib/types.d.ts'
 * @import { App, Reply } from './support.js'
 */

const model = loadModel();
const withApp = appForTests(apiOf);
const NOBODY = { authorization: 'Bearer nobody' };

let people = 0;

/** Somebody with a role. @param {App} app @param {string} role */
async function personWith(app, role) {
  people += 1;
  const made = await app.application.parts.accounts.create({
    email: `p${people}@example.org`,
    name: 'P',
    role,
  });
  if ('problems' in made) throw new Error(JSON.stringify(made.problems));
  return { authorization: `Bearer ${await tokenFor(app.application, made.id)}` };
}

/** @param {string} role @param {Entity} entity @param {Action} action */
const scopeOf = (role, entity, action) => {
  const roles = role === 'anyone' ? ['anyone'] : ['anyone', 'signed-in', role];
  const rules = model.access.rules.filter(
    (rule) => rule.entity === entity.path && rule.actions.includes(action) && roles.includes(rule.role),
  );
  if (rules.some((rule) => rule.scope === 'all')) return 'all';
  return rules.length === 0 || role === 'anyone' ? 'none' : 'own';
};

/** @type {Readonly<Record<Action, (app: App, entity: Entity, id: number, headers: Record<string, string>) => Promise<Reply>>>} */
const TRIES = {
  read: (app, entity, id, headers) => ask(app, `/api/${entity.path}/${id}`, { headers }),
  create: (app, entity, _id, headers) => sendJson(app, 'POST', `/api/${entity.path}`, {}, headers),
  update: (app, entity, id, headers) => sendJson(app, 'PATCH', `/api/${entity.path}/${id}`, {}, headers),
  delete: (app, entity, id, headers) => ask(app, `/api/${entity.path}/${id}`, { method: 'DELETE', headers }),
};

/** What the answer about a record of somebody else must be. @param {string} role @param {Entity} entity @param {Action} action */
function expected(role, entity, action) {
  const refused = role === 'anyone' ? 401 : 403;
  const scope = scopeOf(role, entity, action);
  if (scope === 'none') return [refused];
  if (action === 'create') return [201, 422];
  const reading = scopeOf(role, entity, 'read');
  if (scope === 'own') return reading === 'all' && action !== 'read' ? [403] : [404];
  if (reading === 'own') return [404];
  return action === 'delete' ? [204] : [200];
}

if (model.access.enforced) {
  for (const entity of model.entities) {
    for (const role of ['anyone', ...model.access.roles.map(({ key }) => key)]) {
      test(
        `${entity.name}: what ${role} may do with the records of others`,
        withApp(async (app) => {
          const headers = role === 'anyone' ? NOBODY : await personWith(app, role);
          for (const [action, attempt] of Object.entries(TRIES)) {
            const { id } = await createSample(app, entity);
            const { status, text } = await attempt(app, entity, id, headers);
            const allowed = expected(role, entity, /** @type {Action} */ (action));
            assert.ok(allowed.includes(status), `${action}: ${status} ${text}, not ${allowed.join(' or ')}`);
          }
        }),
      );
    }
  }

  for (const entity of model.entities.filter((each) =>
    each.fields.every((field) => field.references === null),
  )) {
    for (const { key } of model.access.roles) {
      const isOwner = ['create', 'read', 'update', 'delete'].every(
        (action) => scopeOf(key, entity, /** @type {Action} */ (action)) === 'own',
      );
      if (!isOwner) continue;
      test(
        `${entity.name}: ${key} gets at what is their own, and nobody else of that role does`,
        withApp(async (app) => {
          const owner = await personWith(app, key);
          const other = await personWith(app, key);
          const made = await sendJson(
            app,
            'POST',
            `/api/${entity.path}`,
            await sampleRecord(app, entity),
            owner,
          );
          assert.equal(made.status, 201, made.text);
          const at = `/api/${entity.path}/${made.body.id}`;
          assert.equal((await ask(app, at, { headers: owner })).status, 200);
          assert.equal((await ask(app, at, { headers: other })).status, 404);
          assert.equal((await ask(app, `/api/${entity.path}`, { headers: other })).body.total, 0);
          assert.equal((await ask(app, at, { method: 'DELETE', headers: other })).status, 404);
          assert.equal((await ask(app, at, { method: 'DELETE', headers: owner })).status, 204);
        }),
      );
    }
  }
}

test(
  'signing in needs the password',
  withApp(async (app) => {
    if (!model.access.enforced) return;
    const credentials = { email: 'administrator@example.org', password: 'wrong horse battery' };
    assert.equal((await sendJson(app, 'POST', '/api/session', credentials)).status, 401);
    const right = { ...credentials, password: 'correct horse battery' };
    const { status, body, headers } = await sendJson(app, 'POST', '/api/session', right);
    assert.equal(status, 201);
    assert.match(headers.get('set-cookie') ?? '', /HttpOnly/);
    const mine = { authorization: `Bearer ${body.token}` };
    assert.equal((await ask(app, '/api/session', { headers: mine })).body.account.email, credentials.email);
    assert.equal((await ask(app, '/api/session', { method: 'DELETE', headers: mine })).status, 204);
    assert.equal((await ask(app, '/api/session', { headers: mine })).status, 401);
  }),
);
