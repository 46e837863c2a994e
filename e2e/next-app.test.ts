import { expect, test } from 'vitest';
import { openBrowser, violations } from './apps/accessible.ts';
import { buildApp } from './apps/built-app.ts';

const SENTENCE =
  'A conference site with speakers, talks and rooms: a talk has a title, an abstract, a start time, one room and several speakers; everyone can look, only staff can change things';

// It installs Next.js: minutes on a slow network.
test.runIf(process.env.ORCHARD_PROVE !== undefined)(
  'the conference on Next.js: built, shown in staging, used in a browser, rebuilt with its data',
  async () => {
    const built = await buildApp(SENTENCE, 'next');
    const browser = await openBrowser();
    const context = await browser.newContext();
    const page = await context.newPage();
    await page.goto(built.url());
    await page.getByRole('heading', { name: 'Set up the app' }).waitFor();
    await page.getByLabel('Name').fill('Ada Chief');
    await page.getByLabel('Email').fill('ada.chief@example.org');
    await page.getByLabel('Password').fill('a long enough password');
    await page.getByRole('button', { name: 'Make the first account' }).click();
    await page.getByRole('button', { name: 'Sign out' }).waitFor();
    await page.goto(`${built.url()}/speakers/new`);
    await page.getByLabel('Name').fill('Grace');
    await page.getByRole('button', { name: 'Add speaker' }).click();
    await page.getByText('The speaker was added.').waitFor();
    await page.goto(`${built.url()}/talks/new`);
    await page.getByRole('button', { name: 'Add talk' }).click();
    await page.getByRole('link', { name: 'Title is required.' }).waitFor();
    await page.getByLabel('Title').fill('Nanoseconds');
    await page
      .getByRole('group', { name: /Speakers/ })
      .getByLabel('Grace')
      .check();
    await page.getByRole('button', { name: 'Add talk' }).click();
    await page.getByRole('link', { name: 'Nanoseconds', exact: true }).click();
    await page.getByRole('heading', { name: 'Nanoseconds' }).waitFor();

    const guest = built.visitor();
    expect(await guest.list('talks')).toMatchObject([{ title: 'Nanoseconds' }]);
    expect((await guest.send('POST', '/api/talks', { title: 'Mine' })).status).toBe(401);
    const paths = ['/', '/talks', '/talks/1', '/talks/1/edit', '/talks/new', '/administration', '/profile'];
    expect(await violations({ context, url: built.url(), name: 'next', paths })).toEqual([]);

    await built.restart('SIGKILL');
    expect(await guest.list('talks')).toMatchObject([{ title: 'Nanoseconds', speakers: [1] }]);
    await built.change('a talk also has a level (beginner, expert)');
    expect(await guest.list('talks')).toMatchObject([{ title: 'Nanoseconds', level: null }]);
  },
);
