import { expect } from 'vitest';
import { openBrowser, violations } from './accessible.ts';
import { buildApp } from './built-app.ts';
import { onEveryTarget } from './every-target.ts';
import { invite } from './visitor.ts';

const SENTENCE =
  'A conference site with speakers, talks and rooms: a talk has a title, an abstract, a start time, one room and several speakers; everyone can look, only staff can change things';

onEveryTarget('a conference: everyone looks, staff change, a talk has several speakers', async (target) => {
  const built = await buildApp(SENTENCE, target);
  const [chief, staff, guest] = [built.visitor(), built.visitor(), built.visitor()];
  await chief.signUp('Ada Chief');
  await invite(chief, staff, { name: 'Sam Staff', role: 'staff' });
  expect((await chief.get('/administration')).text).toContain('Sam Staff');

  const ada = await staff.add('speakers', { name: 'Ada' });
  const grace = await staff.add('speakers', { name: 'Grace' });
  const hall = await staff.add('rooms', { name: 'Great hall' });
  const talk = await staff.add('talks', {
    title: 'Engines',
    abstract: 'What they can do.',
    start_time: '2026-05-04T10:00:00+02:00',
    room: hall,
    speakers: [grace, ada, grace],
  });
  await staff.add('talks', { title: 'Compilers', speakers: [grace] });

  const seen = (await guest.send('GET', `/api/talks/${talk}`)).json;
  expect(seen).toMatchObject({ title: 'Engines', start_time: '2026-05-04T08:00:00.000Z', room: hall });
  expect(new Set(Array.isArray(seen?.speakers) ? seen.speakers : [])).toEqual(new Set([ada, grace]));
  const of = async (speaker: number) =>
    (await guest.list(`talks?filter.speakers=${speaker}&sort=title`)).map(({ title }) => title);
  expect([await of(ada), await of(grace)]).toEqual([['Engines'], ['Compilers', 'Engines']]);

  // Whoever only looks changes nothing, by whatever way.
  expect((await guest.send('POST', '/api/talks', { title: 'Mine' })).status).toBe(401);
  expect((await guest.send('PATCH', `/api/talks/${talk}`, { title: 'Mine' })).status).toBe(401);
  expect((await guest.send('DELETE', `/api/speakers/${ada}`)).status).toBe(401);
  const away = await guest.submit(`/talks/${talk}/edit`, { title: 'Mine' }, { openedBy: staff });
  expect([away.status, away.headers.get('location')]).toEqual([303, expect.stringMatching(/^\/sign-in\?/)]);
  expect((await guest.get('/talks/new')).headers.get('location')).toBe('/sign-in?next=%2Ftalks%2Fnew');
  expect((await guest.get('/administration')).headers.get('location')).toMatch(/^\/sign-in/);
  expect((await staff.get('/administration')).status).toBe(403);
  const another = { name: 'x', email: 'x@example.org', role: 'administrator' };
  expect((await staff.submit('/administration', another, { openedBy: chief })).status).toBe(403);
  expect((await guest.get('/sign-up')).headers.get('location')).toBe('/sign-in');
  expect((await guest.send('GET', '/api/session')).status).toBe(401);
  expect((await guest.get(`/talks/${talk}`)).text).not.toContain(`/talks/${talk}/edit`);

  const nobody = await staff.send('POST', '/api/talks', { title: 'Ghosts', speakers: [4711] });
  expect([nobody.status, nobody.json?.errors]).toMatchObject([422, [{ field: 'speakers' }]]);
  expect((await staff.send('DELETE', `/api/speakers/${ada}`)).status).toBe(204);
  expect((await guest.send('GET', `/api/talks/${talk}`)).json).toMatchObject({ speakers: [grace] });

  await built.restart('SIGKILL');
  expect(await of(grace)).toEqual(['Compilers', 'Engines']);
  await built.change('a talk also has a level (beginner, expert)');
  expect((await guest.send('GET', `/api/talks/${talk}`)).json).toMatchObject({
    title: 'Engines',
    level: null,
    speakers: [grace],
  });
  // Still signed in after all that.
  expect((await staff.send('PATCH', `/api/talks/${talk}`, { level: 'expert' })).json).toMatchObject({
    level: 'expert',
  });

  const browser = await openBrowser();
  const context = await browser.newContext();
  const page = await context.newPage();
  await page.goto(`${built.url()}/talks`);
  expect(await page.getByRole('link', { name: 'Add talk' }).count()).toBe(0);
  await page.getByRole('link', { name: 'Sign in' }).click();
  await page.getByLabel('Email').fill('sam.staff@example.org');
  await page.getByLabel('Password').fill('not the password');
  await page.getByRole('button', { name: 'Sign in' }).click();
  await page.getByText('Email and password do not fit together.').waitFor();
  await page.getByLabel('Password').fill('a long enough password');
  await page.getByRole('button', { name: 'Sign in' }).click();
  await page.getByRole('link', { name: 'Talks', exact: true }).first().click();
  await page.getByRole('link', { name: 'Add talk' }).click();
  await page.getByLabel('Title').fill('Nanoseconds');
  await page
    .getByRole('group', { name: /Speakers/ })
    .getByLabel('Grace')
    .check();
  await page.getByLabel('Start time').fill('2026-05-05T09:30');
  await page.getByRole('button', { name: 'Add talk' }).click();
  await page
    .getByRole('row', { name: /Nanoseconds/ })
    .getByRole('link', { name: 'Grace' })
    .click();
  await page.getByRole('heading', { name: 'Grace' }).waitFor();
  await page.getByRole('link', { name: 'Nanoseconds', exact: true }).waitFor();
  await page.getByRole('button', { name: 'Sign out' }).click();
  await page.getByRole('link', { name: 'Sign in' }).waitFor();

  const looking = { context, url: built.url(), name: `conference-${target}` };
  const pages = ['/', '/talks', `/talks/${talk}`, '/speakers', `/speakers/${grace}`, '/rooms', '/sign-in'];
  expect(await violations({ ...looking, paths: pages })).toEqual([]);
  await page.goto(`${built.url()}/sign-in`);
  await page.getByLabel('Email').fill('ada.chief@example.org');
  await page.getByLabel('Password').fill('a long enough password');
  await page.getByRole('button', { name: 'Sign in' }).click();
  await page.getByRole('button', { name: 'Sign out' }).waitFor();
  const chiefs = ['/', '/talks', '/talks/new', `/talks/${talk}/edit`, '/administration', '/profile'];
  expect(await violations({ ...looking, name: `conference-chief-${target}`, paths: chiefs })).toEqual([]);
});
