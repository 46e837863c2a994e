import { type Browser, chromium, type Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { chromiumArgs, findChromium } from '../../../../scripts/lib/chromium.mjs';
import { focused, tabTo } from '../support/keyboard.ts';
import { openHospital } from './hospital.ts';

let browser: Browser;
beforeAll(async () => {
  browser = await chromium.launch({ executablePath: await findChromium(), args: chromiumArgs });
});
afterAll(() => browser.close());

/** Goes once through a page by Tab. @returns the names of what had the focus */
async function walk(page: Page): Promise<string[]> {
  const names: string[] = [];
  for (let presses = 0; presses < 80; presses += 1) {
    await page.keyboard.press('Tab');
    const at = await focused(page);
    if (at.tag === 'body') return names;
    expect(at.isSeen, `focus on ${at.tag} "${at.name}" at ${page.url()} is seen`).toBe(true);
    names.push(at.name);
  }
  throw new Error(`Tab never leaves ${page.url()}: ${names.join(', ')}`);
}

/** Fills the control with a label, by keys. */
async function type(page: Page, label: RegExp, text: string): Promise<void> {
  await tabTo(page, label);
  await page.keyboard.press('ControlOrMeta+a');
  await page.keyboard.type(text);
}

/** Presses what has a name, and waits for the page it leads to. */
async function press(page: Page, name: RegExp, key = 'Enter'): Promise<void> {
  await tabTo(page, name);
  await Promise.all([page.waitForNavigation(), page.keyboard.press(key)]);
}

test('everything can be done by keys, and what has the focus is seen, also on a small screen', {
  timeout: 60_000,
}, async () => {
  const app = await openHospital();
  const context = await browser.newContext({ baseURL: app.url, viewport: { width: 1280, height: 720 } });
  const page = await context.newPage();
  page.setDefaultTimeout(10_000);
  try {
    await page.goto('/');
    await type(page, /^Name/, 'Chief');
    await type(page, /^Email/, 'chief@example.org');
    await type(page, /^Password/, 'short');
    await press(page, /^Make the first account$/);
    // What went wrong has the focus, and leads to where it went wrong.
    expect(await focused(page)).toMatchObject({ tag: 'errors', isSeen: true });
    await tabTo(page, /at least 8 characters/);
    await page.keyboard.press('Enter');
    expect((await focused(page)).name).toMatch(/^Password/);
    await page.keyboard.type('a long enough password');
    await Promise.all([page.waitForNavigation(), page.keyboard.press('Enter')]);

    await tabTo(page, /^Skip to content$/);
    await page.keyboard.press('Enter');
    expect(await focused(page)).toMatchObject({ tag: 'main' });
    await press(page, /^Doctors$/);
    for (const name of ['Grace', 'Ada']) {
      await press(page, /^Add (?:doctor|the first one)$/);
      await type(page, /^Name/, name);
      await press(page, /^Add doctor$/, 'Space');
      expect(await page.getByRole('status').textContent()).toBe('The doctor was added.');
    }
    await type(page, /^Search doctors/, 'gra');
    await Promise.all([page.waitForNavigation(), page.keyboard.press('Enter')]);
    expect(await page.locator('tbody tr').count()).toBe(1);
    await press(page, /^Doctors$/);
    await press(page, /^Name$/);
    expect(await page.locator('tbody tr th').allTextContents()).toEqual(['Ada', 'Grace']);
    await press(page, /^Edit Ada$/);
    await type(page, /^Name/, '');
    await page.keyboard.press('Delete');
    await press(page, /^Save changes$/);
    expect(await focused(page)).toMatchObject({ tag: 'errors', isSeen: true });
    await tabTo(page, /required/);
    await page.keyboard.press('Enter');
    await page.keyboard.type('Ada Lovelace');
    await Promise.all([page.waitForNavigation(), page.keyboard.press('Enter')]);
    expect(await page.locator('h1').textContent()).toBe('Ada Lovelace');
    await press(page, /^Delete$/);
    await press(page, /^Delete$/, 'Space');
    expect(await page.getByRole('status').textContent()).toBe('The doctor was deleted.');

    // Boxes to tick, lists to choose from and files, as on a phone; and no way in without a way out.
    await page.setViewportSize({ width: 360, height: 640 });
    for (const [path, order] of [
      ['/visits/new', /Reason[\s\S]*Start[\s\S]*Add visit[\s\S]*Cancel/],
      ['/doctors', /Doctors[\s\S]*Search doctors[\s\S]*Name[\s\S]*Edit Grace/],
    ] as const) {
      await page.goto(path);
      expect((await walk(page)).join('\n')).toMatch(order);
    }
  } finally {
    await context.close();
  }
});
