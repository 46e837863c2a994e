import { chromium } from 'playwright-core';
import { expect, it } from 'vitest';
import { chromiumArgs, findChromium } from '../scripts/lib/chromium.mjs';
import { apiOf, until } from './api.ts';
import { startOrchard, temporaryHome } from './orchard-process.ts';

it('an app with sign-in can be used in the preview, where it stands in a frame of another site', async () => {
  const home = await temporaryHome();
  const orchard = await startOrchard({ home: home.path, studio: true });
  const api = apiOf(orchard.url);
  const project = await api.createProject('club');
  const plan = await api.interview(project.id, 'A club with members: only signed-in people can use it');
  const op = await api.approveAndBuild(project.id, plan);
  await until(
    () => api.operation(op),
    ({ status }) => status === 'succeeded',
  );
  const browser = await chromium.launch({ executablePath: await findChromium(), args: chromiumArgs });
  const page = await browser.newPage({ viewport: { width: 1440, height: 900 } });
  await page.goto(`${orchard.url}/projects/${project.id}`);
  const app = page.frameLocator('iframe');
  await app.getByRole('heading', { name: 'Set up the app' }).waitFor();
  await app.getByLabel('Name').fill('Ada');
  await app.getByLabel('Email').fill('ada@example.org');
  await app.getByLabel('Password').fill('a long enough password');
  await app.getByRole('button', { name: 'Make the first account' }).click();
  await app.getByRole('link', { name: 'Accounts' }).click();
  await app.getByRole('heading', { name: 'Accounts', level: 1 }).waitFor();
  await page.reload();
  await app.getByRole('button', { name: 'Sign out' }).click();
  await app.getByRole('heading', { name: /Sign in|club/i }).waitFor();
  expect(await app.getByRole('button', { name: 'Sign out' }).count()).toBe(0);
  await browser.close();
  await orchard.stop('SIGTERM');
  await home.remove();
});
