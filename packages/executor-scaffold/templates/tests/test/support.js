import { readConfig } from '../lib/config.js';
import { loadModel } from '../lib/load-model.js';
import { entityAt } from '../lib/model.js';
import { openApplication } from '../lib/open-application.js';

/**
 * @import { Application } from '../lib/application.js'
 * @import { AppModel, Entity, Field, JsonValue } from '../lib/types.d.ts'
 * @typedef {{ readonly status: number, readonly headers: Headers, readonly text: string, readonly body: any }} Reply
 * @typedef {(request: Request) => Promise<Response>} Handler
 * @typedef {{ readonly model: AppModel, readonly application: Application, readonly token: string, readonly handle: Handler, readonly close: () => Promise<void> }} App
 */

const ORIGIN = 'http://localhost';

/** Signs somebody in. @param {Application} application @param {number} account */
export const tokenFor = async (application, account) =>
  (await application.parts.signIn.start(account, new Headers())).token;

/** The administrator, who may do everything; an app without sign-in needs none. @param {Application} application */
async function administrator(application) {
  if (!application.parts.model.access.enforced) return '';
  const made = await application.parts.accounts.createFirst({
    email: 'administrator@example.org',
    name: 'Administrator',
    password: 'correct horse battery',
  });
  if ('problems' in made) throw new Error(JSON.stringify(made.problems));
  return tokenFor(application, made.id);
}

/**
 * The app with an empty database in memory, asked without a network.
 *
 * @param {(application: Application) => Handler} handlerOf
 * @returns {Promise<App>}
 */
export async function startApp(handlerOf) {
  const model = loadModel();
  const config = readConfig({});
  const application = await openApplication({ model, config, log: () => {}, memory: true });
  const token = await administrator(application);
  return {
    model,
    application,
    token,
    handle: handlerOf(application),
    close: () => application.parts.db.close(),
  };
}

/** The API alone. @param {Application} application @returns {Handler} */
export const apiOf = (application) => (request) => application.answerApi(request, 'test');

/**
 * Asks as the administrator.
 *
 * @param {App} app
 * @param {string} path
 * @param {RequestInit} [init]
 * @returns {Promise<Reply>}
 */
export async function ask(app, path, init = {}) {
  const headers = new Headers(init.headers);
  headers.set('host', 'localhost');
  if (!headers.has('authorization') && app.token !== '') headers.set('authorization', `Bearer ${app.token}`);
  const response = await app.handle(new Request(`${ORIGIN}${path}`, { ...init, headers }));
  const text = await response.text();
  const isJson = (response.headers.get('content-type') ?? '').includes('json');
  return {
    status: response.status,
    headers: response.headers,
    text,
    body: isJson ? JSON.parse(text) : undefined,
  };
}

/** @param {App} app @param {string} method @param {string} path @param {unknown} body @param {Record<string, string>} [headers] */
export const sendJson = (app, method, path, body, headers = {}) =>
  ask(app, path, {
    method,
    headers: { 'content-type': 'application/json', ...headers },
    body: JSON.stringify(body),
  });

let counter = 0;

/** A value that the field accepts, another one each time. @param {Field} field @returns {JsonValue} */
export function sampleValue(field) {
  counter += 1;
  const day = String((counter % 28) + 1).padStart(2, '0');
  const year = 2000 + (Math.floor(counter / 28) % 90);
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
      return `${year}-03-${day}`;
    case 'datetime':
      return `${year}-03-${day}T10:30:00.000Z`;
    case 'email':
      return `person${counter}@example.org`;
    case 'url':
      return `https://example.org/${counter}`;
    case 'enum':
      return field.values[counter % field.values.length] ?? '';
    case 'json':
      return { sample: counter };
    case 'file':
      return {
        name: `sample ${counter}.txt`,
        type: 'text/plain',
        data: Buffer.from(`${counter}`).toString('base64'),
      };
    default:
      return `Sample ${counter}`;
  }
}

/** A value that the field must refuse, undefined when it takes any. @param {Field} field @returns {JsonValue | undefined} */
export function wrongValue(field) {
  if (field.type === 'json') return undefined;
  if (field.type === 'string' || field.type === 'text' || field.type === 'file') return { not: 'fitting' };
  if (field.type === 'references') return [999_999_999];
  return field.type === 'reference' ? 999_999_999 : 'certainly wrong';
}

/** What a stored value must be like. @param {Field} field @param {JsonValue} sent @param {JsonValue} stored */
export function isKept(field, sent, stored) {
  if (field.type !== 'file') return JSON.stringify(sent) === JSON.stringify(stored);
  const [given, kept] = [JSON.parse(JSON.stringify(sent)), JSON.parse(JSON.stringify(stored))];
  return given.name === kept.name && given.type === kept.type && kept.size > 0;
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
      const { id } = await createSample(app, entityAt(app.model, field.references));
      values.push([field.key, field.type === 'references' ? [id] : id]);
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

/**
 * Tests share one app, which is fast. Where a choice is unique, values would run out, so each test gets its own.
 *
 * @param {(application: Application) => Handler} handlerOf
 */
export function appForTests(handlerOf) {
  const isScarce = !loadModel().entities.every(canRepeat);
  /** @type {Promise<App> | undefined} */
  let shared;
  /** @param {(app: App) => Promise<void>} check */
  return (check) => async () => {
    shared ??= isScarce ? undefined : startApp(handlerOf);
    const app = await (shared ?? startApp(handlerOf));
    try {
      await check(app);
    } finally {
      if (shared === undefined) await app.close();
    }
  };
}

/** A unique choice may have too few values for a second record. @param {Entity} entity */
export const canRepeat = (entity) => !entity.fields.some((field) => field.type === 'enum' && field.unique);
