import { mkdir } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { type Browser, chromium, type Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { chromiumArgs, findChromium } from '../scripts/lib/chromium.mjs';
import { SENTENCE } from './api.ts';
import { type OrchardProcess, startOrchard, temporaryHome } from './orchard-process.ts';

const SHOTS = resolve(import.meta.dirname, '../test-results/screenshots');

let home: Awaited<ReturnType<typeof temporaryHome>>;
let browser: Browser;
let page: Page;
let orchard: OrchardProcess;
const faults: string[] = [];

beforeAll(async () => {
  await mkdir(SHOTS, { recursive: true });
  home = await temporaryHome();
  browser = await chromium.launch({ executablePath: await findChromium(), args: chromiumArgs });
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 } });
  page = await context.newPage();
  page.on('pageerror', (error) => faults.push(error.message));
  page.on('console', (message) => {
    if (message.type() === 'error') faults.push(`${message.text()} (${message.location().url})`);
  });
  orchard = await startOrchard({ home: home.path, studio: true });
});

afterAll(async () => {
  await browser?.close();
  await orchard?.stop('SIGTERM');
  await home?.remove();
});

const shot = (name: string): Promise<unknown> => page.screenshot({ path: join(SHOTS, `${name}.png`) });
const app = () => page.frameLocator('iframe');

/** Picks the recommended answer of every open question, or leaves it to the Architect, until the gate opens. */
async function answerUntilReady(): Promise<void> {
  const build = page.getByRole('button', { name: 'Approve and build' });
  for (let round = 0; round < 10 && !(await build.isEnabled()); round += 1) {
    const cards = page.getByRole('region', { name: 'Open questions' }).getByRole('group');
    await cards.first().waitFor();
    for (const card of await cards.all()) {
      const recommended = card.locator('label', { hasText: 'Recommended' }).locator('input');
      if ((await recommended.count()) > 0) await recommended.first().check();
      else await card.getByRole('button', { name: 'You decide' }).click();
    }
    const turn = page.waitForResponse((response) => response.url().endsWith('/blueprint/chat'));
    await page.getByRole('button', { name: 'Send answers' }).click();
    await turn;
    await page.getByRole('log', { name: 'Conversation' }).and(page.locator('[aria-busy=false]')).waitFor();
  }
}

describe('the journey of a new user', () => {
  it('leads from a sentence to an app in staging', async () => {
    await page.goto(orchard.url);
    await shot('1-home');
    await page.getByLabel('Project name').fill('cool project');
    await page.getByRole('button', { name: 'Create project' }).click();
    await page.waitForURL(/\/projects\/prj_/);
    await page.getByLabel('Message to the Architect').fill(SENTENCE);
    await page.getByRole('button', { name: 'Send', exact: true }).click();
    const questions = page.getByRole('region', { name: 'Open questions' }).getByRole('group');
    await questions.first().waitFor();
    expect(await questions.count()).toBeLessThanOrEqual(3);
    const plan = page.getByLabel('Blueprint', { exact: true });
    for (const words of ['Project', 'Task', 'due date', 'done'])
      await plan.getByText(words, { exact: false }).first().waitFor();
    await shot('2-questions');
    await answerUntilReady();
    await shot('3-ready');
    await page.getByRole('button', { name: 'Approve and build' }).click();
    const phases = page.getByRole('list', { name: 'Phases' });
    await phases.waitFor();
    await shot('4-building');
    await page.locator('iframe').waitFor({ timeout: 120_000 });
    await app().getByRole('heading').first().waitFor();
    await shot('5-staging');
  });

  it('and the app keeps what is typed into it', async () => {
    await app().getByRole('link', { name: 'Projects' }).first().click();
    await app()
      .getByRole('link', { name: /^(New|Add).*project/i })
      .first()
      .click();
    await app().getByLabel(/^Name/).fill('Move house');
    await app()
      .getByRole('button', { name: /^(Create|Save|Add)/ })
      .click();
    await app().getByText('Move house').first().waitFor();
    await app().getByRole('link', { name: 'Tasks' }).first().click();
    await app()
      .getByRole('link', { name: /^(New|Add).*task/i })
      .first()
      .click();
    await app()
      .getByLabel(/^Title/)
      .fill('Pack the books');
    await app()
      .getByLabel(/^Due date/)
      .fill('2030-01-31');
    await app()
      .getByLabel(/^Project/)
      .selectOption({ label: 'Move house' });
    await app()
      .getByRole('button', { name: /^(Create|Save|Add)/ })
      .click();
    await app().getByText('Pack the books').first().waitFor();
    await shot('6-task');
    await page.reload();
    await app().getByRole('link', { name: 'Tasks' }).first().click();
    await app().getByText('Pack the books').first().waitFor();
  });

  it('also over a restart of the studio', async () => {
    const { port } = new URL(orchard.url);
    const project = page.url();
    // The browser itself reports connections that are refused; a page that is open over the restart would count as faulty.
    await page.goto('about:blank');
    expect(await orchard.stop('SIGINT')).toBe(0);
    orchard = await startOrchard({ home: home.path, studio: true, port: Number(port) });
    await page.goto(project);
    await page.getByText(SENTENCE).first().waitFor();
    await app().getByRole('link', { name: 'Tasks' }).first().click({ timeout: 60_000 });
    await app().getByText('Pack the books').first().waitFor();
    await shot('7-after-restart');
  });

  it('works on a phone and in the dark, and no page reported a fault', async () => {
    await page.emulateMedia({ colorScheme: 'dark' });
    await page.setViewportSize({ width: 390, height: 844 });
    await page.reload();
    await page.getByRole('tab', { name: 'Plan' }).click();
    await page
      .getByRole('heading', { name: /data model/i })
      .first()
      .waitFor();
    const overflow = await page.evaluate(
      () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
    );
    expect(overflow).toBeLessThanOrEqual(0);
    await shot('8-phone-dark');
    expect(faults).toEqual([]);
  });
});
