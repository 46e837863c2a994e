import { rm } from 'node:fs/promises';
import { sep } from 'node:path';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { type RunningApp, startApp } from '../running-app.ts';
import { focused, tabTo } from '../support/keyboard.ts';
import { launchBrowser, openReader, signUp } from './browser.ts';
import { type BuiltApp, buildNextApp } from './built.ts';
import { libraryPlan } from './plan.ts';

const FIRST = 'Make the first account';
const PICTURE = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
  'base64',
);

let built: BuiltApp;
let browser: Browser;

beforeAll(async () => {
  [built, browser] = await Promise.all([buildNextApp(libraryPlan()), launchBrowser()]);
}, 400_000);
afterAll(async () => {
  await browser?.close();
  await built?.remove();
});
beforeEach(() => rm(`${built.ready}-data`, { recursive: true, force: true }));

const start = (): Promise<RunningApp> => startApp(built.ready);

test.each([
  ['with scripts', true],
  ['without scripts', false],
])(
  'a browser %s adds, corrects, finds, turns over, edits and deletes',
  {
    timeout: 90_000,
  },
  async (_, scripts) => {
    const app = await start();
    expect(built.ready).toBe(`${built.folder}${sep}dist`);
    const { page, complaints } = await openReader(browser, app.url, { scripts });
    await signUp(page, 'Ada', FIRST);
    expect((await app.send('POST', '/api/authors', { name: 'x' })).status).toBe(401);

    await page.goto('/authors/new');
    await page.getByLabel('name').fill('Ursula');
    await page.getByRole('button', { name: 'Add author' }).click();
    await page.getByText('The author was added.').waitFor();

    await page.goto('/books/new');
    await page.getByLabel('pages').fill('many');
    await page.getByLabel('summary').fill('One line\nand one more');
    await page.getByLabel('kind').selectOption('Essay');
    await page.getByLabel('available').uncheck();
    const cover = { name: 'c.png', mimeType: 'image/png', buffer: PICTURE };
    if (scripts) {
      await page.getByLabel('cover').setInputFiles({ ...cover, buffer: Buffer.alloc(11_000_000) });
      await page.getByRole('button', { name: 'Add book' }).click();
      await page.getByRole('link', { name: 'The file is larger than 10 MB.' }).waitFor();
      expect(await page.title()).toMatch(/^Error: /);
      await page.getByLabel('cover').setInputFiles([]);
    }
    await page.getByRole('button', { name: 'Add book' }).click();
    const summary = page.locator('main [role=alert]');
    await page.getByRole('link', { name: 'title is required.' }).waitFor();
    expect(await summary.locator('li').count()).toBe(2);
    expect(await page.getByLabel('pages').getAttribute('aria-invalid')).toBe('true');
    expect(await page.getByLabel('pages').inputValue()).toBe('many');
    expect(await page.getByLabel('summary').inputValue()).toBe('One line\nand one more');
    expect(await page.getByLabel('kind').inputValue()).toBe('Essay');
    expect(await page.getByLabel('available').isChecked()).toBe(false);
    if (scripts) expect(await page.evaluate('document.activeElement.getAttribute("role")')).toBe('alert');

    await page.getByLabel('title').fill('The Dispossessed');
    await page.getByLabel('pages').fill('341');
    await page.getByLabel('Ursula').check();
    await page.getByLabel('cover').setInputFiles(cover);
    await page.getByRole('button', { name: 'Add book' }).click();
    await page.getByText('The book was added.').waitFor();

    if (scripts) {
      await page.getByRole('searchbox').fill('nothing like it');
      await page.getByRole('button', { name: 'Search' }).click();
      await page.getByText('Nothing found.').waitFor();
      await page.getByRole('searchbox').fill('dispossessed');
      await page.getByRole('button', { name: 'Search' }).click();
    }
    await page.getByRole('link', { name: 'The Dispossessed', exact: true }).click();
    await page.getByRole('heading', { level: 1, name: 'The Dispossessed' }).waitFor();
    await page.getByRole('switch', { name: 'Available' }).click();
    await page.locator('[role=switch][aria-checked=true]').waitFor();

    await page.getByRole('link', { name: 'Edit' }).click();
    await page.getByLabel('pages').fill('400');
    await page.getByRole('button', { name: 'Save changes' }).click();
    await page.getByText('Your changes were saved.').waitFor();
    // Nothing was chosen in the file's control, so the stored one stayed.
    await page.getByRole('img', { name: 'c.png' }).waitFor();
    const width = 'const i = document.querySelector("dd img"); i.decode().then(() => i.naturalWidth)';
    expect(await page.evaluate(width)).toBe(1);

    await page.goto('/loans/new?book=1');
    await page.getByLabel('note').fill('For the holidays');
    await page.getByRole('button', { name: 'Add loan' }).click();
    await page.getByText('The loan was added.').waitFor();
    await page.goto('/books/1/delete');
    await page.getByRole('button', { name: 'Delete' }).click();
    await page.getByText('It is still needed').waitFor();
    await page.goto('/loans/1/delete');
    await page.getByRole('button', { name: 'Delete' }).click();
    await page.getByText('The loan was deleted.').waitFor();

    await page.getByRole('button', { name: 'Sign out' }).click();
    await page.getByRole('link', { name: 'Sign in' }).waitFor();
    expect(complaints).toEqual([]);
    // A kill loses nothing; what ends in peace says so.
    await app.stop(scripts ? 'SIGKILL' : 'SIGTERM');
    const again = await start();
    expect((await again.get('/')).headers.get('location')).toBe(null);
    expect(await again.stop()).toBe(0);
    for (const { output } of [app, again]) expect(output.filter((line) => !line.startsWith('{'))).toEqual([]);
  },
);

test('each account is kept to what it may do, and so is whoever has none', { timeout: 90_000 }, async () => {
  const app = await start();
  const administrator = await openReader(browser, app.url);
  await signUp(administrator.page, 'Ada', FIRST);
  await administrator.page.goto('/administration');
  await administrator.page.getByLabel('Name').fill('Mia');
  await administrator.page.getByLabel('Email', { exact: true }).fill('mia@example.org');
  await administrator.page.getByLabel('Role', { exact: true }).selectOption('member');
  await administrator.page.getByRole('button', { name: 'Add and get a link' }).click();
  const invitation = await administrator.page.locator('main code').innerText();

  const { page, complaints } = await openReader(browser, app.url);
  await page.goto('/books');
  expect(new URL(page.url()).pathname).toBe('/sign-in');
  await page.getByRole('link', { name: 'Add wish' }).click();
  await page.getByRole('link', { name: 'Cancel' }).click();
  await page.getByRole('heading', { name: 'Library', level: 1 }).waitFor();
  await page.getByRole('link', { name: 'Add wish' }).first().click();
  await page.getByLabel('text').fill('More poems');
  await page.getByRole('button', { name: 'Add wish' }).click();
  await page.getByRole('heading', { name: 'The wish was added.' }).waitFor();
  expect(await page.getByRole('textbox').count()).toBe(0);
  await page.getByRole('link', { name: 'Add another wish' }).click();
  expect(await page.getByLabel('text').inputValue()).toBe('');

  await page.goto(invitation);
  await page.getByLabel('Password').fill('correct horse battery');
  await page.getByRole('button', { name: 'Save and sign in' }).click();
  await page.getByRole('button', { name: 'Sign out' }).waitFor();
  expect((await page.goto('/books'))?.status()).toBe(200);
  expect(await page.getByRole('link', { name: 'Add book' }).count()).toBe(0);
  for (const path of ['/books/new', '/administration', '/wishes']) {
    expect((await page.goto(path))?.status()).toBe(403);
    await page.getByRole('heading', { name: 'Not allowed' }).waitFor();
  }
  expect((await page.goto(invitation))?.status()).toBe(404);
  await page.getByText('This invitation is not valid any more.').waitFor();
  expect(complaints).toEqual([]);
  expect(app.output.join('\n')).not.toContain(new URL(invitation).pathname);
});

test.each([
  [1280, 720],
  [390, 700],
])('everything can be done by keys, on a screen of %s by %s', { timeout: 60_000 }, async (width, height) => {
  const app = await start();
  const { page } = await openReader(browser, app.url);
  await page.setViewportSize({ width, height });
  await page.goto('/');
  for (const [label, text] of [
    [/^Name/, 'Ada'],
    [/^Email/, 'ada@example.org'],
    [/^Password/, 'correct horse battery'],
  ] as const) {
    await tabTo(page, label);
    await page.keyboard.type(text);
  }
  await page.keyboard.press('Enter');
  await page.getByRole('button', { name: 'Sign out' }).waitFor();
  await page.goto('/authors/new');
  await tabTo(page, /^Skip to content$/);
  await page.keyboard.press('Enter');
  await tabTo(page, /^Add author$/);
  await page.keyboard.press('Space');
  await page.locator('main [role=alert]').waitFor();
  expect((await focused(page)).isSeen).toBe(true);
  await tabTo(page, /required/);
  await page.keyboard.press('Enter');
  // Where it went wrong.
  await page.keyboard.type('Ursula');
  await page.keyboard.press('Enter');
  await page.getByText('The author was added.').waitFor();
  await tabTo(page, /^Edit Ursula$/);
  await page.keyboard.press('Enter');
  await page.getByRole('heading', { name: 'Edit Ursula' }).waitFor();
});

test('answers only to its own names, with guarded pages', async () => {
  const app = await start();
  expect(await app.statusFor('evil.example')).toBe(403);
  expect(await app.statusFor('staging.library.localhost')).toBe(307);
  const health = await app.get('/healthz');
  expect([health.status, health.json]).toEqual([200, { status: 'ok' }]);
  const { status, headers } = await app.get('/sign-up');
  expect(status).toBe(200);
  const policy = headers.get('content-security-policy') ?? '';
  expect(policy).toMatch(/script-src 'self' 'nonce-[^']+'(?:;|$)/);
  expect(policy).not.toContain('unsafe-');
  expect((await app.get('/sign-up')).headers.get('content-security-policy')).not.toBe(policy);
  expect((await app.get('/api/books')).status).toBe(401);
  expect((await app.get('/no/such/page/at/all')).status).toBe(404);
  expect((await app.get('/')).headers.get('location')).toBe('/sign-up');
});
