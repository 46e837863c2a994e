import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type OperationView, operationViewSchema, projectViewSchema } from '@orchard-studio/core';
import { type Browser, chromium, type Locator, type Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { chromiumArgs, findChromium } from '../scripts/lib/chromium.mjs';
import { type OrchardProcess, startOrchard, temporaryHome } from './orchard-process.ts';
import { createObserver, type Observer } from './studio-looks.ts';

let home: Awaited<ReturnType<typeof temporaryHome>>;
let browser: Browser;
let page: Page;
let orchard: OrchardProcess;
let observer: Observer;
let project: string;
const faults: string[] = [];

async function post(path: string, body: object): Promise<unknown> {
  const headers = { 'content-type': 'application/json' };
  const response = await fetch(`${orchard.url}/api${path}`, {
    method: 'POST',
    headers,
    body: JSON.stringify(body),
  });
  const text = await response.text();
  if (!response.ok) throw new Error(`${path}: ${response.status} ${text}`);
  return JSON.parse(text);
}

const start = async (tree: string, inputs: object): Promise<OperationView> =>
  operationViewSchema.parse(await post(`/projects/${project}/operations`, { tree, inputs }));

/** A step of the graph by its key. */
const step = (key: string): Locator => page.locator(`[data-target="${key}"]`);
const main = (): Locator => page.getByRole('main');
/** Opens an operation from the list, which hears of it by itself. */
async function openFromList(tree: string): Promise<void> {
  await page.getByRole('navigation').getByRole('link', { name: 'Operations' }).first().click();
  await main().getByRole('link', { name: tree }).first().click();
  await main().getByRole('heading', { name: tree, exact: true }).waitFor();
}
const becomes = (status: string): Promise<void> =>
  main().locator('header').first().getByText(status, { exact: true }).waitFor();

/** Confirms a rerun, and waits for the end of the operation that it made. */
async function runAgain(origin: RegExp): Promise<void> {
  await page.getByRole('alertdialog').getByRole('button', { name: 'Run again' }).click();
  await main().getByRole('link', { name: origin }).waitFor();
  await becomes('Succeeded');
}

beforeAll(async () => {
  home = await temporaryHome();
  observer = await createObserver('operations');
  browser = await chromium.launch({ executablePath: await findChromium(), args: chromiumArgs });
  page = await browser.newPage({ viewport: { width: 1280, height: 900 }, reducedMotion: 'reduce' });
  page.setDefaultTimeout(20_000);
  page.on('pageerror', (error) => faults.push(error.message));
  page.on('console', (message) => {
    if (message.type() === 'error') faults.push(`${message.text()} (${message.location().url})`);
  });
  orchard = await startOrchard({ home: home.path, studio: true });
  project = projectViewSchema.parse(await post('/projects', { name: 'Pear shop' })).id;
});

afterAll(async () => {
  await browser?.close();
  await orchard?.stop('SIGTERM');
  await home?.remove();
});

describe('operations in the studio', () => {
  it('are started with a form, once, and asked about one by one', async () => {
    await page.goto(`${orchard.url}/projects/${project}`);
    await page.getByRole('link', { name: 'Operations' }).click();
    await page.getByText('Nothing has run yet').waitFor();
    const run = page.getByRole('button', { name: 'Run', exact: true });
    await run.focus();
    await page.keyboard.press('Enter');
    await page.getByRole('dialog', { name: 'Run a tree' }).waitFor();
    await observer.look(page, '1-trees');
    for (const key of ['ArrowDown', 'ArrowDown', 'ArrowDown', 'Enter']) await page.keyboard.press(key);
    const form = page.getByRole('dialog', { name: 'Run rollout' });
    await form.getByLabel('service').and(page.locator(':focus')).waitFor();
    await form.getByLabel('regions').fill('[1');
    await form.getByLabel('service').press('Enter');
    await form.getByText('Must be JSON').waitFor();
    await form.getByLabel('regions').and(page.locator(':focus')).fill('["eu", "us"]');
    await form.getByRole('button', { name: 'Start' }).click();
    await form.getByLabel('service').and(page.locator('[aria-invalid=true]:focus')).waitFor();
    await observer.look(page, '2-form');
    await form.getByLabel('service').fill('checkout');
    await form.getByLabel('speed').selectOption('fast');
    await form.getByRole('button', { name: 'Start' }).dblclick();
    await main().getByRole('heading', { name: 'rollout' }).and(page.locator(':focus')).waitFor();

    const eu = page.getByRole('region', { name: 'Waiting for a decision: Allow (eu)' });
    const us = page.getByRole('region', { name: 'Waiting for a decision: Allow (us)' });
    await eu.getByText('Send 10 % of the traffic in eu to the new checkout?').waitFor();
    await us.getByText('Only local may decide.').waitFor();
    await observer.look(page, '3-approvals');
    await eu.getByRole('button', { name: 'Approve' }).click();
    await page.getByRole('alertdialog').getByRole('button', { name: 'Approve' }).click();
    await us.getByRole('heading').and(page.locator(':focus')).waitFor();
    await us.getByLabel('Comment').fill('Not on a Friday');
    await us.getByRole('button', { name: 'Reject' }).click();
    await becomes('Failed');
    await step('allow.1').click();
    await main().getByRole('alert').getByText('Rejected by local: Not on a Friday').waitFor();
    await page.getByRole('button', { name: 'Resume' }).click();
    await us.getByRole('button', { name: 'Approve' }).click();
    await page.getByRole('alertdialog').getByText('At once, “Shift the traffic” can run.').waitFor();
    await page.getByRole('alertdialog').getByRole('button', { name: 'Approve' }).click();
    await becomes('Succeeded');
    await page.getByRole('button', { name: 'Close the step' }).click();
    await main().getByText('Shifted 10 %.').waitFor();
  });

  it('are watched live, and go on when a person approves', async () => {
    await start('release', { version: '2.0.0' });
    await openFromList('release');
    // Four combinations appear within the box of their step while it runs.
    await step('test.3').waitFor();
    await becomes('Waiting');
    expect(await step('test').textContent()).toMatch(/×4.*Succeeded/);
    expect(await step('smoke').textContent()).toContain('attempt 2');
    expect(await step('publish').textContent()).toContain('Pending');
    await page.getByRole('link', { name: 'Studio', exact: true }).click();
    await page.getByText('Waiting for you: Publish 2.0.0 to the stable channel?').waitFor();
    await observer.look(page, '4-waiting-for-you');
    await page.getByRole('link', { name: 'Review' }).click();
    await main().getByText('Publish 2.0.0 to the stable channel?').waitFor();
    await page.getByLabel('Comment').fill('Looks good');
    await page.getByRole('button', { name: 'Approve', exact: true }).click();
    await page.getByRole('alertdialog').getByRole('button', { name: 'Approve' }).click();
    await becomes('Succeeded');
    await main().getByText('Looks good').waitFor();
  });

  it('are read by keyboard, and from their address', async () => {
    await step('checkout').focus();
    for (const key of ['ArrowRight', 'End', 'Home', 'ArrowRight']) await page.keyboard.press(key);
    await step('build').and(page.locator(':focus')).waitFor();
    await step('test').focus();
    for (const key of ['ArrowDown', 'ArrowDown', 'Enter']) await page.keyboard.press(key);
    const heading = main().getByRole('heading', { name: 'Test (linux, 24)', exact: true });
    await heading.and(page.locator(':focus')).waitFor();
    await page.reload();
    await main()
      .getByRole('region', { name: 'Log of Test (linux, 24)' })
      .getByText('Node 24 on linux')
      .waitFor();
    await step('smoke').click();
    await main().getByRole('list', { name: 'Attempts' }).getByText('Attempt 1 failed').waitFor();
    await observer.look(page, '5-step');
    await page.getByLabel('Filter the log').fill('it starts');
    await main().getByText('1 of 3 lines').waitFor();
    const download = page.waitForEvent('download');
    await page.getByRole('button', { name: 'Download' }).click();
    expect((await download).suggestedFilename()).toMatch(/^release-op_.*-smoke\.log$/);
  });

  it('that failed say why, and run again from the step', async () => {
    const file = join(home.path, 'sales.csv');
    await start('report', { file });
    await openFromList('report');
    await becomes('Failed');
    await step('read').click();
    await main().getByRole('alert').getByText(`There is no file ${file}`).waitFor();
    expect(await step('sum').textContent()).toContain('Skipped');
    await observer.look(page, '6-failed');
    await writeFile(file, 'apples,30\npears,12\n');
    await page.getByRole('button', { name: 'Run again from here…' }).click();
    await page.getByRole('alertdialog').getByText('3 steps run again').waitFor();
    await observer.look(page, '7-rerun');
    await runAgain(/^Rerun of .*, from “read”$/);
    await main().getByText('The sales add up to 42.').waitFor();

    await writeFile(file, 'apples,1\n');
    await page.getByRole('button', { name: 'Run again…' }).click();
    await page.getByLabel('From').selectOption('Send the report');
    await page.getByLabel('Only this step').check();
    await page.getByRole('alertdialog').getByText('3 that succeeded keep their outputs').waitFor();
    await runAgain(/^Rerun of .*, from “send”$/);
    await main().getByText('The sales add up to 42.').waitFor();
    await page.getByRole('button', { name: 'Run again…' }).click();
    await page.getByRole('alertdialog').getByText('Every step runs again').waitFor();
    await runAgain(/^Rerun of op_\w+$/);
    await main().getByText('The sales add up to 1.').waitFor();
  });

  it('are cancelled with their cleanup, and listed', async () => {
    await start('load-test', { users: 60, pages: 2_000 });
    await openFromList('load-test');
    await main().getByText('GET').nth(20).waitFor();
    await observer.look(page, '8-running');
    await page.getByRole('button', { name: 'Cancel operation' }).click();
    await page.getByRole('alertdialog').getByText('Cleanup runs all the same: “Stop the shop”.').waitFor();
    await page.getByRole('alertdialog').getByRole('button', { name: 'Cancel operation' }).click();
    await becomes('Cancelled');
    expect(await step('stop').textContent()).toContain('Succeeded');
    await page.goto(`${orchard.url}/projects/${project}?view=operations&status=failed`);
    await expect.poll(() => main().getByRole('listitem').count()).toBe(1);
    await page.getByRole('button', { name: /^All/ }).click();
    await expect.poll(() => main().getByRole('listitem').count()).toBe(7);
    const resumed = main().getByRole('listitem').filter({ hasText: 'rollout' });
    expect(await resumed.textContent()).toContain('Succeeded');
    await observer.look(page, '9-list');
  });

  it('are shown without a violation of axe, and no page reported a fault', () => {
    expect(observer.faults).toEqual([]);
    // The browser reports the form that the server refused.
    expect(faults).toEqual([expect.stringMatching(/status of 400 .*\/operations\)$/)]);
  });
});
