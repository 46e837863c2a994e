import { once } from 'node:events';
import { request } from 'node:http';
import type { Blueprint } from '@orchard-studio/core';
import { accessRule, blueprint, endpoint, entity, field } from '../blueprints.ts';
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

/** Where to reach somebody who works or lies there. */
export const emailOf = (name: string): string => `${name.toLowerCase()}@example.org`;

export const openHospital = async (env: Record<string, string> = {}): Promise<RunningApp> =>
  startApp(await writeApp(hospital()), env);

/** The first account of an app. */
export async function chiefOf(app: RunningApp): Promise<Someone> {
  const chief = app.visitor();
  await chief.signUp({ name: 'Chief', email: emailOf('Chief'), password: PASSWORD });
  return chief;
}

/** Adds an account. @returns the path of its invitation */
export async function invite(chief: Someone, name: string, role: string): Promise<string> {
  const { status, text } = await chief.form('/administration/add', { name, email: emailOf(name), role });
  const path = /\/invitation\/[\w-]+/.exec(text)?.[0];
  if (path === undefined) throw new Error(`${status} ${text}`);
  return path;
}

/** Adds an account, and signs its owner in. */
export async function join(chief: Someone, name: string, role: string): Promise<Someone> {
  const someone = chief.visitor();
  const { status } = await someone.form(await invite(chief, name, role), { password: PASSWORD });
  if (status !== 303) throw new Error(`${name} could not come in: ${status}`);
  return someone;
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
