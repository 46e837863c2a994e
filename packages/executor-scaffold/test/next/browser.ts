import { type Browser, chromium, type Page } from 'playwright-core';
import { onTestFinished } from 'vitest';
import { chromiumArgs, findChromium } from '../../../../scripts/lib/chromium.mjs';

export interface Reader {
  readonly page: Page;
  /** What the browser complained about: scripts, styles and requests that were refused. */
  readonly complaints: string[];
}

/** Chromium, as it is installed here. */
export async function launchBrowser(): Promise<Browser> {
  return chromium.launch({
    executablePath: await findChromium(),
    args: chromiumArgs,
  });
}

/** Somebody with a browser of their own. */
export async function openReader(
  browser: Browser,
  baseURL: string,
  { scripts = true }: { readonly scripts?: boolean } = {},
): Promise<Reader> {
  const context = await browser.newContext({ baseURL, javaScriptEnabled: scripts });
  onTestFinished(() => context.close());
  const page = await context.newPage();
  page.setDefaultTimeout(10_000);
  const complaints: string[] = [];
  page.on('pageerror', (error) => complaints.push(error.message));
  page.on('console', (message) => {
    const isStatus = message.text().includes('Failed to load resource');
    if (message.type() === 'error' && !isStatus) complaints.push(message.text());
  });
  return { page, complaints };
}

const PASSWORD = 'correct horse battery';

/** Makes an account by the form for it. */
export async function signUp(page: Page, name: string, button: string): Promise<void> {
  await page.goto('/sign-up');
  await page.getByLabel('Name').fill(name);
  await page.getByLabel('Email').fill(`${name.toLowerCase()}@example.org`);
  await page.getByLabel('Password').fill(PASSWORD);
  await page.getByRole('button', { name: button }).click();
  await page.getByRole('button', { name: 'Sign out' }).waitFor();
}
