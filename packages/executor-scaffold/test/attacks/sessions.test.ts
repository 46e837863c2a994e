import { expect, test } from 'vitest';
import { deriveModel } from '../../src/index.ts';
import type { SqlValue } from '../../templates/base/lib/types.d.ts';
import { taskTracker } from '../blueprints.ts';
import { loadApp } from './app-part.ts';
import {
  accountNumber,
  chiefOf,
  cookieName,
  invite,
  join,
  openHospital,
  PASSWORD,
  sessionFor,
} from './hospital.ts';

const DAY_MS = 86_400_000;

test('sessions that are over, made up or tampered with are none, and none is taken over', async () => {
  const app = await openHospital();
  const chief = await chiefOf(app);
  const name = await cookieName(app.db);
  const statusOf = async (token: string) =>
    (await app.visitor({ [name]: token }).send('GET', '/api/session')).status;
  const token = await sessionFor(app.db, 1);
  expect(await statusOf(token)).toBe(200);
  expect(await statusOf(await sessionFor(app.db, 1, -0.001))).toBe(401);
  for (const other of [
    token.slice(1),
    `${token}A`,
    token.toLowerCase(),
    token.replace(/^./, '~'),
    `"${token}"`,
    `${token.slice(0, 42)}\u00e9`,
    '',
    'undefined',
    "' OR 1=1 --",
  ])
    expect(await statusOf(encodeURI(other)), other).toBe(401);
  // What the database holds is no token.
  const [row] = await app.db.query('SELECT id FROM app_sessions LIMIT 1');
  expect(await statusOf(String(row?.id))).toBe(401);
  // Whoever had a session of somebody else put into their browser gets one of their own, and the other is over.
  const victim = app.visitor({ [name]: token });
  const entered = await victim.form('/sign-in', { email: 'chief@example.org', password: PASSWORD });
  const fresh = entered.headers.getSetCookie()[0] ?? '';
  expect(fresh).toMatch(new RegExp(`^${name}=`));
  expect(fresh).not.toContain(token);
  expect(await statusOf(token)).toBe(401);
  expect((await chief.send('GET', '/api/session')).status).toBe(200);
});

test('a clock that was wrong leaves no session that lasts for years', async () => {
  const app = await openHospital();
  await chiefOf(app);
  const token = await sessionFor(app.db, 1, 9_000);
  const someone = app.visitor({ [await cookieName(app.db)]: token });
  expect((await someone.send('GET', '/api/session')).status).toBe(200);
  const rows = await app.db.query('SELECT expires_at FROM app_sessions');
  for (const { expires_at: end } of rows)
    expect(Date.parse(String(end))).toBeLessThan(Date.now() + 15 * DAY_MS);
});

test('an account that may not sign in is out at once, and stays out with what it had', async () => {
  const app = await openHospital();
  const chief = await chiefOf(app);
  const paul = await join(app, 'Paul', 'patient');
  const account = await accountNumber(chief, 'Paul');
  const set = (state: string) => chief.form('/administration/change', { account, role: 'patient', state });
  const link = await chief.form('/administration/invite', { account });
  const path = /\/invitation\/[\w-]+/.exec(link.text)?.[0] ?? '';
  expect((await set('disabled')).status).toBe(303);
  expect((await paul.send('GET', '/api/session')).status).toBe(401);
  expect((await paul.send('POST', '/api/patients', { name: 'x' })).status).toBe(401);
  expect((await app.get(path)).status).toBe(404);
  await set('enabled');
  expect((await paul.send('GET', '/api/session')).status).toBe(401);
});

test('a sign-in that was under way when the password changed, or the account was closed, opens nothing', async () => {
  const { db, accounts } = (await loadApp(deriveModel(taskTracker(), 'Tasks'), {})).parts;
  const change = async (sql: string, values: readonly SqlValue[]) => {
    await db.run('DELETE FROM app_accounts');
    const person = { name: 'Chief', email: 'chief@example.org', password: PASSWORD };
    await accounts.create({ ...person, role: 'administrator' });
    const began = accounts.authenticate(person.email, PASSWORD);
    // What it asked first is answered before this is done; checking the password takes longer.
    await db.run(sql, values);
    return began;
  };
  expect(await change('SELECT 1', [])).toMatchObject({ name: 'Chief' });
  expect(await change('UPDATE app_accounts SET password = ?', ['scrypt$A$A'])).toBeUndefined();
  expect(await change('UPDATE app_accounts SET disabled = ?', [true])).toBeUndefined();
});

test('an invitation works once, not after its week, and not after another one', async () => {
  const app = await openHospital();
  const chief = await chiefOf(app);
  const first = await invite(chief, 'Paul', 'patient');
  const again = await chief.form('/administration/invite', { account: await accountNumber(chief, 'Paul') });
  const second = /\/invitation\/[\w-]+/.exec(again.text)?.[0] ?? '';
  expect((await app.get(first)).status).toBe(404);
  // One at the same moment as the other: one gets in.
  const both = await Promise.all(
    [1, 2].map((n) => app.visitor().form(second, { password: `password ${n}` })),
  );
  expect(both.filter(({ status }) => status === 303)).toHaveLength(1);
  const used = await app.visitor().get(second);
  expect([used.status, used.text.includes('not valid any more')]).toEqual([404, true]);
  const third = await invite(chief, 'Mary', 'patient');
  await app.db.run('UPDATE app_invitations SET expires_at = ?', [new Date(Date.now() - 1_000).toISOString()]);
  expect((await app.visitor().form(third, { password: PASSWORD })).status).toBe(404);
  // A password that is refused does not use it up.
  const fourth = await invite(chief, 'Anna', 'patient');
  expect((await app.visitor().form(fourth, { password: 'short' })).status).toBe(422);
  expect((await app.get(fourth)).status).toBe(200);
});
