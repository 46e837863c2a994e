import { createHash, randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { request } from 'node:http';
import { tmpdir } from 'node:os';
import type { Blueprint } from '@orchard-studio/core';
import { afterAll } from 'vitest';
import type { Database } from '../../templates/base/lib/types.d.ts';
import { accessRule, blueprint, endpoint, entity, field } from '../blueprints.ts';
import { connect } from '../data/fixture.ts';
import { type RunningApp, startApp, writeApp } from '../running-app.ts';

/** Rules that are easy to get wrong: own and all for one thing, adding without looking, changing without signing in. */
function hospital(): Blueprint {
  const patient = entity('Patient', [
    field('name', { required: true }),
    field('code', { unique: true }),
    field('photo', { type: 'file' }),
  ]);
  const doctor = entity('Doctor', [field('name', { required: true })]);
  const tag = entity('Tag', [field('label', { required: true })]);
  const room = entity('Room', [field('label', { required: true })]);
  const visit = entity('Visit', [
    field('reason', { required: true }),
    field('start', { type: 'datetime' }),
    field('patient', { type: 'reference', required: true, references: patient.id }),
    field('doctor', { type: 'reference', references: doctor.id }),
    field('room', { type: 'reference', references: room.id }),
    field('tags', { type: 'references', references: tag.id }),
  ]);
  const letter = entity('Letter', [field('text', { required: true }), field('attachment', { type: 'file' })]);
  const prescription = entity('Prescription', [
    field('medicine', { required: true }),
    field('doctor', { type: 'reference', required: true, references: doctor.id }),
  ]);
  const article = entity('Article', [
    field('title', { required: true }),
    field('reviewer', { type: 'reference', references: doctor.id }),
  ]);
  const all = ['create', 'read', 'update', 'delete'] as const;
  const rules = [
    accessRule('Patient', patient.id, { actions: ['create', 'read', 'update', 'delete'], scope: 'own' }),
    accessRule('Patient', visit.id, { actions: [...all], scope: 'own' }),
    accessRule('Patient', article.id, { actions: ['create', 'delete'], scope: 'own' }),
    accessRule('Patient', doctor.id, { actions: ['read', 'delete'] }),
    accessRule('Doctor', '*', { actions: [...all] }),
    accessRule('anyone', letter.id, { actions: ['create'] }),
    accessRule('anyone', article.id, { actions: ['read', 'update'] }),
  ];
  return blueprint({
    feature: 'Hospital',
    entities: [patient, doctor, tag, room, visit, letter, prescription, article],
    endpoints: [endpoint('GET', '/patients/{id}/visits', { entity: visit.id })],
    sections: { access: { coverage: 'complete', rules } },
  });
}

export type Someone = ReturnType<RunningApp['visitor']>;

export const PASSWORD = 'a long enough password';

/** What an app keeps of {@link PASSWORD}: hashing is slow on purpose, and not what these tests are about. */
const HASH = 'scrypt$AAAAAAAAAAAAAAAAAAAAAA$wFol7EcFb3Mfxih5RrRxfUzqQs06CfY1ttamTn_ZgUk';

/** Where to reach somebody who works or lies there. */
export const emailOf = (name: string): string => `${name.toLowerCase()}@example.org`;

export interface Hospital extends RunningApp {
  /** The database of the app, past the app. */
  readonly db: Database;
}

/** Where the database of an app is, for `connect`. */
export const databaseOf = (app: RunningApp, env: Record<string, string> = {}) =>
  env.DATABASE_URL === undefined ? { file: `${app.data}/app.db` } : { url: env.DATABASE_URL, file: '' };

/** One folder for all tests of a file. */
const root = mkdtempSync(`${tmpdir()}/orchard-hospital-`);
afterAll(() => rmSync(root, { recursive: true, force: true, maxRetries: 3 }));
let written: Promise<string> | undefined;
let count = 0;

/** The app of the hospital, with data of its own. */
export async function openHospital(env: Record<string, string> = {}): Promise<Hospital> {
  written ??= writeApp(hospital(), `${root}/app`);
  count += 1;
  const folder = await written;
  const app = await startApp(folder, { DATA_DIR: `${folder}-data/${count}`, ...env });
  return { ...app, db: await connect(databaseOf(app, env)) };
}

const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');

/** The name of the cookie with the session. */
export async function cookieName(db: Database): Promise<string> {
  const [row] = await db.query('SELECT value FROM app_meta WHERE key = ?', ['form-secret']);
  return `session_${sha256(String(row?.value)).slice(0, 8)}`;
}

const inDays = (days: number): string => new Date(Date.now() + days * 86_400_000).toISOString();

/** Signs in without a password. @returns the token */
export async function sessionFor(db: Database, account: number, days = 14): Promise<string> {
  const token = randomBytes(32).toString('base64url');
  await db.run('INSERT INTO app_sessions (id, account, created_at, expires_at) VALUES (?, ?, ?, ?)', [
    sha256(token),
    account,
    inDays(0),
    inDays(days),
  ]);
  return token;
}

/** Adds an account with {@link PASSWORD}, and signs its owner in. */
export async function join(app: Hospital, name: string, role: string): Promise<Someone> {
  const [row] = await app.db.query(
    'INSERT INTO app_accounts (email, name, role, password, disabled, created_at) VALUES (?, ?, ?, ?, ?, ?) RETURNING id',
    [emailOf(name), name, role, HASH, false, inDays(0)],
  );
  const token = await sessionFor(app.db, Number(row?.id));
  return app.visitor({ [await cookieName(app.db)]: token });
}

/** Whoever administers an app. */
export const chiefOf = (app: Hospital): Promise<Someone> => join(app, 'Chief', 'administrator');

/** Adds an account as an administrator does. @returns the path of its invitation */
export async function invite(chief: Someone, name: string, role: string): Promise<string> {
  const { status, text } = await chief.form('/administration/add', { name, email: emailOf(name), role });
  const path = /\/invitation\/[\w-]+/.exec(text)?.[0];
  if (path === undefined) throw new Error(`${status} ${text}`);
  return path;
}

/** The number of an account, as the page for administrators has it. */
export async function accountNumber(chief: Someone, name: string): Promise<string> {
  const { text } = await chief.get('/administration');
  const row = text.split('<tr>').find((part) => part.includes(emailOf(name)));
  const number = /name="account" value="(\d+)"/.exec(row ?? '')?.[1];
  if (number === undefined) throw new Error(`${name} has no account.`);
  return number;
}

/** Status of a form that is sent to another name than the one it is reached by, as fetch cannot. */
export async function sendTo(
  app: RunningApp,
  path: string,
  sent: { readonly form: Record<string, string>; readonly headers: Record<string, string> },
): Promise<number | undefined> {
  const headers = { 'content-type': 'application/x-www-form-urlencoded', ...sent.headers };
  const outgoing = request(`${app.url}${path}`, { method: 'POST', headers });
  outgoing.end(new URLSearchParams(sent.form).toString());
  const [response] = await once(outgoing, 'response');
  response.resume();
  return response.statusCode;
}
