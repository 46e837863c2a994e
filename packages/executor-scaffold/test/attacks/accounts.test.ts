import { expect, test } from 'vitest';
import { freshPostgres } from '../../../../test-tools/postgres.ts';
import { loadPart } from './app-part.ts';
import { accountNumber, chiefOf, emailOf, invite, join, openHospital, PASSWORD, sendTo } from './hospital.ts';

test('other ways of writing an address are no way around the limit of tries', async () => {
  // Without the slow part of it: whether a password fits is not what this is about.
  const { SignIn } = await loadPart('accounts/sign-in.js');
  const parts = { accounts: { authenticate: async () => undefined }, sessions: {}, config: {}, appKey: 'x' };
  const signIn = new SignIn(parts);
  const spellings = ['chief', 'CHIEF', ' chief', '\u0001chief', 'ch\u0000ief', 'chief\u0007', '\u009fchief'];
  const tryAt = (at: number, client: string) =>
    signIn.check({ email: `${spellings[at % spellings.length]}@example.org`, password: 'wrong' }, client);
  for (let at = 0; at < 10; at += 1) await tryAt(at, 'here');
  await expect(tryAt(10, 'here')).rejects.toMatchObject({ status: 429 });
  // Of anybody for one account there are more, but not without end.
  for (let at = 10; at < 100; at += 1) await tryAt(at, `client ${at % 10}`);
  await expect(tryAt(100, 'somebody new')).rejects.toMatchObject({ status: 429 });
});

test('the code of the first account cannot be guessed for ever', async () => {
  const app = await openHospital({ SETUP_CODE: 'plum' });
  const person = { name: 'Eve', email: 'eve@example.org', password: PASSWORD };
  for (let at = 0; at < 20; at += 1)
    expect((await app.form('/sign-up', { ...person, code: `wrong ${at}` })).status).toBe(422);
  expect((await app.form('/sign-up', { ...person, code: 'plum' })).status).toBe(429);
});

test('accounts cannot be asked for over and over', async () => {
  const app = await openHospital();
  const chief = await chiefOf(app);
  await chief.form('/administration/sign-up', { role: 'patient' });
  const ask = (email: string) => app.form('/sign-up', { name: 'Eve', email, password: 'short' });
  const answers = await Promise.all(Array.from({ length: 105 }, (_, at) => ask(`eve${at}@example.org`)));
  expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([422, 429]));
  expect(answers.filter(({ status }) => status === 422)).toHaveLength(100);
});

test('a new password ends what the old one opened', async () => {
  const app = await openHospital();
  const chief = await chiefOf(app);
  const thief = await join(app, 'Paul', 'patient');
  const number = await accountNumber(chief, 'Paul');
  const again = await chief.form('/administration/invite', { account: number });
  const path = /\/invitation\/[\w-]+/.exec(again.text)?.[0] ?? '';
  const paul = app.visitor();
  expect((await paul.form(path, { password: 'another password' })).status).toBe(303);
  expect((await paul.send('GET', '/api/session')).status).toBe(200);
  expect((await thief.send('GET', '/api/session')).status).toBe(401);
  // A link that lies around does not undo the change.
  const later = await chief.form('/administration/invite', { account: number });
  const old = /\/invitation\/[\w-]+/.exec(later.text)?.[0] ?? '';
  const changed = { current: 'another password', password: 'a third password' };
  expect((await paul.form('/profile', changed)).status).toBe(303);
  expect((await app.get(old)).status).toBe(404);
});

test('whoever has not set a password yet does not count as the last administrator', async () => {
  const app = await openHospital();
  const chief = await chiefOf(app);
  await invite(chief, 'Ghost', 'administrator');
  const account = await accountNumber(chief, 'Chief');
  const leave = { account, role: 'doctor', state: 'enabled' };
  expect((await chief.form('/administration/change', leave)).status).toBe(422);
  expect((await chief.get('/administration')).status).toBe(200);
});

test('two administrators who remove each other at once: one stays', { timeout: 60_000 }, async () => {
  const app = await openHospital({ DATABASE_URL: await freshPostgres() });
  const chief = await chiefOf(app);
  const other = await join(app, 'Other', 'administrator');
  const [a, b] = [await accountNumber(chief, 'Chief'), await accountNumber(chief, 'Other')];
  const set = (who: typeof chief, account: string, role: string) =>
    who.form('/administration/change', { account, role, state: 'enabled' });
  for (let round = 0; round < 5; round += 1) {
    const [first, second] = await Promise.all([set(chief, b, 'doctor'), set(other, a, 'doctor')]);
    expect([first.status, second.status].filter((status) => status === 303)).toHaveLength(1);
    const [winner, loser] = first.status === 303 ? [chief, b] : [other, a];
    expect((await set(winner, loser, 'administrator')).status).toBe(303);
  }
});

test('a form without an origin signs nobody in elsewhere', async () => {
  const app = await openHospital({ HOST: '0.0.0.0' });
  await chiefOf(app);
  const { port } = new URL(app.url);
  const proof = /name="_token" value="([^"]+)"/.exec((await app.get('/sign-in')).text)?.[1] ?? '';
  const credentials = { email: emailOf('Chief'), password: PASSWORD, _token: proof };
  const framed = { origin: 'null', 'sec-fetch-site': 'cross-site' };
  // By its name on this machine: the preview of the studio.
  const preview = await fetch(`http://127.0.0.1:${port}/sign-in`, {
    method: 'POST',
    redirect: 'manual',
    headers: framed,
    body: new URLSearchParams(credentials),
  });
  expect(preview.status).toBe(303);
  const elsewhere = { ...framed, host: 'hospital.example' };
  expect(await sendTo(app, '/sign-in', { form: credentials, headers: elsewhere })).toBe(403);
});

test.for(['sqlite', 'postgres'])('of many who make the first account one gets it (%s)', async (kind) => {
  const app = await openHospital(kind === 'postgres' ? { DATABASE_URL: await freshPostgres() } : {});
  const answers = await Promise.all(
    Array.from({ length: 3 }, (_, at) =>
      app.visitor().form('/sign-up', { name: 'Eve', email: `eve${at}@example.org`, password: PASSWORD }),
    ),
  );
  // The others are told so, or sent to sign in.
  const inside = answers.filter(({ headers }) => headers.getSetCookie().length > 0);
  expect(inside).toHaveLength(1);
  expect(inside[0]?.headers.get('location')).toBe('/');
});
