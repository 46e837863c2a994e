import type { Page } from 'playwright-core';
import { expect } from 'vitest';
import { z } from 'zod';

const focusSchema = z.object({ name: z.string(), tag: z.string(), isSeen: z.boolean() });

/** As text: tests are not written for a browser. Nothing may lie over what has the focus, such as a bar. */
const FOCUS = `(() => {
  const at = document.activeElement;
  if (at === document.body) return { name: '', tag: 'body', isSeen: true };
  const text = at.labels?.[0]?.textContent ?? at.textContent;
  const { outlineStyle, outlineWidth } = getComputedStyle(at);
  const { top, bottom, left, width, height } = at.getBoundingClientRect();
  const hasRing = outlineStyle !== 'none' && parseFloat(outlineWidth) >= 2;
  const isInside = bottom > 0 && top < innerHeight && left >= 0 && width > 0 && height > 0;
  const middle = (Math.max(top, 0) + Math.min(bottom, innerHeight)) / 2;
  const over = document.elementFromPoint(left + Math.min(width / 2, 20), middle);
  return {
    name: (at.getAttribute('aria-label') ?? text).replace(/\\s+/g, ' ').trim(),
    tag: at.className.includes('errors') ? 'errors' : at.tagName.toLowerCase(),
    isSeen: hasRing && isInside && over !== null && (at.contains(over) || over.contains(at)),
  };
})()`;

/** What has the focus, and whether that can be seen. */
export const focused = async (page: Page): Promise<z.infer<typeof focusSchema>> =>
  focusSchema.parse(await page.evaluate(FOCUS));

/** Goes on by Tab until something of that name has the focus; whatever has it on the way can be seen. */
export async function tabTo(page: Page, name: RegExp): Promise<void> {
  const passed: string[] = [];
  for (let presses = 0; presses < 60; presses += 1) {
    await page.keyboard.press('Tab');
    const at = await focused(page);
    expect(at.isSeen, `focus on ${at.tag} "${at.name}" at ${page.url()} is seen`).toBe(true);
    if (name.test(at.name)) return;
    passed.push(at.name);
  }
  throw new Error(`Tab does not lead to ${name}, only to ${passed.join(', ')}.`);
}
