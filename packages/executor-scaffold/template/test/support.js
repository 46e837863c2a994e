import { createServer } from 'node:http';
import { createApplication } from '../app/application.js';
import { readConfig } from '../app/config.js';
import { Store } from '../app/data/store.js';
import { entityAt, loadModel } from '../app/model.js';

/**
 * @import { AppModel, Entity, Field, JsonValue } from '../app/types.d.ts'
 * @typedef {{ readonly url: string, readonly model: AppModel, readonly close: () => Promise<void> }} App
 * @typedef {{ readonly status: number, readonly headers: Headers, readonly text: string, readonly body: any }} Reply
 */

/** The app on a free port, with an empty database in memory. @returns {Promise<App>} */
export async function startApp() {
  const model = loadModel();
  const store = new Store(model, ':memory:');
  const config = readConfig({ PORT: '0' });
  const server = createServer(createApplication({ model, store, config, log: () => {} }));
  await new Promise((resolve) => server.listen(0, '127.0.0.1', () => resolve(undefined)));
  const address = server.address();
  const port = typeof address === 'object' ? address?.port : undefined;
  return {
    url: `http://127.0.0.1:${port}`,
    model,
    close: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(() => resolve(undefined)));
      store.close();
    },
  };
}

/** @param {(app: App) => Promise<void>} check a test that gets an app of its own */
export const withApp = (check) => async () => {
  const app = await startApp();
  try {
    await check(app);
  } finally {
    await app.close();
  }
};

/**
 * @param {App} app
 * @param {string} path
 * @param {RequestInit} [init]
 * @returns {Promise<Reply>}
 */
export async function ask(app, path, init = {}) {
  const response = await fetch(`${app.url}${path}`, { redirect: 'manual', ...init });
  const text = await response.text();
  const isJson = (response.headers.get('content-type') ?? '').includes('json');
  return {
    status: response.status,
    headers: response.headers,
    text,
    body: isJson ? JSON.parse(text) : undefined,
  };
}

/** @param {App} app @param {string} method @param {string} path @param {unknown} body */
export const sendJson = (app, method, path, body) =>
  ask(app, path, { method, headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) });

/** @param {App} app @param {string} path @param {URLSearchParams} form @param {Record<string, string>} [headers] */
export const sendForm = (app, path, form, headers = {}) =>
  ask(app, path, { method: 'POST', body: form, headers });

let counter = 0;

/** A value that the field accepts, another one each time. @param {Field} field @returns {JsonValue} */
export function sampleValue(field) {
  counter += 1;
  const day = String((counter % 28) + 1).padStart(2, '0');
  switch (field.type) {
    case 'integer':
      return counter;
    case 'decimal':
      return counter + 0.5;
    case 'money':
      return counter + 0.25;
    case 'boolean':
      return true;
    case 'date':
      return `2026-03-${day}`;
    case 'datetime':
      return `2026-03-${day}T10:30:00.000Z`;
    case 'email':
      return `person${counter}@example.org`;
    case 'url':
      return `https://example.org/${counter}`;
    case 'enum':
      return field.values[counter % field.values.length] ?? '';
    case 'json':
      return { sample: counter };
    default:
      return `Sample ${counter}`;
  }
}

/** A value that the field must refuse, undefined when it takes any text. @param {Field} field @returns {JsonValue | undefined} */
export function wrongValue(field) {
  if (field.type === 'json') return undefined;
  if (field.type === 'string' || field.type === 'text') return { not: 'text' };
  return field.type === 'reference' ? 999_999_999 : 'certainly wrong';
}

/**
 * Values for a whole record. What it needs to refer to is made first.
 *
 * @param {App} app
 * @param {Entity} entity
 * @returns {Promise<Record<string, JsonValue>>}
 */
export async function sampleRecord(app, entity) {
  /** @type {[string, JsonValue][]} */
  const values = [];
  for (const field of entity.fields) {
    if (field.references === null) values.push([field.key, sampleValue(field)]);
    else if (field.required) {
      const target = await createSample(app, entityAt(app.model, field.references));
      values.push([field.key, target.id]);
    }
  }
  return Object.fromEntries(values);
}

/** @param {App} app @param {Entity} entity */
export async function createSample(app, entity) {
  const reply = await sendJson(app, 'POST', `/api/${entity.path}`, await sampleRecord(app, entity));
  if (reply.status !== 201) throw new Error(`A sample ${entity.name} was refused: ${reply.text}`);
  return reply.body;
}

/** A unique choice may have too few values for a second record. @param {Entity} entity */
export const canRepeat = (entity) => !entity.fields.some((field) => field.type === 'enum' && field.unique);
