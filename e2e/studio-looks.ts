import { mkdir, readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { join, resolve } from 'node:path';
import type { Page } from 'playwright-core';
import { z } from 'zod';

const AXE = createRequire(import.meta.url).resolve('axe-core/axe.min.js');

const LOOKS = [
  { colorScheme: 'dark', width: 390, height: 844 },
  { colorScheme: 'light', width: 1280, height: 900 },
  { colorScheme: 'light', width: 390, height: 844 },
  { colorScheme: 'dark', width: 1280, height: 900 },
] as const;

/** Each state dark and narrow, then light and wide; all four with `npm run prove`. */
const looks = process.env.ORCHARD_PROVE === undefined ? LOOKS.slice(0, 2) : LOOKS;

const violationsSchema = z.array(
  z.object({ id: z.string(), nodes: z.array(z.object({ html: z.string(), failureSummary: z.string() })) }),
);

/** Takes a picture of the state a page is in, and looks at it as axe does. */
export interface Observer {
  look(page: Page, state: string): Promise<void>;
  /** One line per violation, and per page that does not fit its width. */
  readonly faults: readonly string[];
}

/** Looks at pages of the studio; its pictures are put into `test-results/screenshots/<folder>`. */
export async function createObserver(folder: string): Promise<Observer> {
  const shots = resolve(import.meta.dirname, '../test-results/screenshots', folder);
  await mkdir(shots, { recursive: true });
  const source = await readFile(AXE, 'utf8');
  const faults: string[] = [];
  return {
    faults,
    look: async (page, state) => {
      for (const { colorScheme, width, height } of looks) {
        await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
        await page.setViewportSize({ width, height });
        await page.screenshot({ path: join(shots, `${state}-${colorScheme}-${width}.png`) });
        await page.evaluate(source);
        const run =
          'axe.run({ rules: { "target-size": { enabled: true } } }).then(({ violations }) => violations)';
        const found = violationsSchema.parse(await page.evaluate(run));
        const sideways = Number(
          await page.evaluate('document.documentElement.scrollWidth - document.documentElement.clientWidth'),
        );
        const where = `${state} (${colorScheme}, ${width})`;
        for (const { id, nodes } of found)
          for (const { html, failureSummary } of nodes)
            faults.push(`${where}: ${id}: ${html} ${failureSummary}`);
        if (sideways > 0) faults.push(`${where}: scrolls sideways by ${sideways} px`);
      }
    },
  };
}
