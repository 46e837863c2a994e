import { mkdir, readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { join, resolve } from 'node:path';
import { type Browser, type BrowserContext, chromium, type Page } from 'playwright-core';
import { onTestFinished } from 'vitest';
import { z } from 'zod';
import { chromiumArgs, findChromium } from '../../scripts/lib/chromium.mjs';

const SHOTS = resolve(import.meta.dirname, '../../test-results/screenshots/apps');
const AXE = createRequire(import.meta.url).resolve('axe-core/axe.min.js');

const LOOKS = [
  { colorScheme: 'light', width: 1280 },
  { colorScheme: 'dark', width: 390 },
  { colorScheme: 'light', width: 390 },
  { colorScheme: 'dark', width: 1280 },
] as const;

/** Each page in one light and one dark look; all four with `npm run prove`. */
const looks = process.env.ORCHARD_PROVE === undefined ? LOOKS.slice(0, 2) : LOOKS;

const violationsSchema = z.array(
  z.object({ id: z.string(), nodes: z.array(z.object({ html: z.string(), failureSummary: z.string() })) }),
);

/** A browser that is closed when the test ends. */
export async function openBrowser(): Promise<Browser> {
  await mkdir(SHOTS, { recursive: true });
  const browser = await chromium.launch({ executablePath: await findChromium(), args: chromiumArgs });
  onTestFinished(() => browser.close());
  return browser;
}

/** Saves a picture of a page for people to look at. */
const shot = (page: Page, name: string): Promise<unknown> =>
  page.screenshot({ path: join(SHOTS, `${name}.png`), fullPage: true });

/** What a whole page scrolls sideways by, in pixels. */
const overflow = (page: Page): Promise<number> =>
  page.evaluate('document.documentElement.scrollWidth - document.documentElement.clientWidth').then(Number);

async function faultsOf(page: Page, source: string): Promise<readonly string[]> {
  await page.evaluate(source);
  const found = violationsSchema.parse(await page.evaluate('axe.run().then(({ violations }) => violations)'));
  const sideways = await overflow(page);
  return [
    ...found.flatMap(({ id, nodes }) =>
      nodes.map(({ html, failureSummary }) => `${id}: ${html} ${failureSummary}`),
    ),
    ...(sideways > 0 ? [`scrolls sideways by ${sideways} px`] : []),
  ];
}

export interface Walk {
  readonly context: BrowserContext;
  readonly url: string;
  /** Begins the names of the pictures. */
  readonly name: string;
  readonly paths: readonly string[];
}

/**
 * Looks at pages as axe does, light and dark, wide and narrow.
 *
 * @returns one line per violation, and per page that does not fit its width
 */
export async function violations({ context, url, name, paths }: Walk): Promise<readonly string[]> {
  const source = await readFile(AXE, 'utf8');
  const page = await context.newPage();
  const faults: string[] = [];
  for (const { colorScheme, width } of looks) {
    await page.setViewportSize({ width, height: 900 });
    await page.emulateMedia({ colorScheme });
    for (const path of paths) {
      await page.goto(`${url}${path}`);
      const where = `${path} (${colorScheme}, ${width})`;
      faults.push(...(await faultsOf(page, source)).map((fault) => `${where}: ${fault}`));
      const file = path.replace(/\W+/g, '-').replace(/^-|-$/g, '') || 'home';
      await shot(page, `${name}-${file}-${colorScheme}-${width}`);
    }
  }
  await page.close();
  return faults;
}
