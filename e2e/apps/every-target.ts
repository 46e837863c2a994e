import type { AppTarget } from '@orchard-studio/core';
import { test } from 'vitest';

/** Tries the same on everything an app can run on. Next.js takes minutes to build: with `npm run prove` only. */
export function onEveryTarget(name: string, attempt: (target: AppTarget) => Promise<void>): void {
  test(`${name} (node)`, () => attempt('node'));
  test.runIf(process.env.ORCHARD_PROVE !== undefined)(`${name} (next)`, () => attempt('next'));
}
