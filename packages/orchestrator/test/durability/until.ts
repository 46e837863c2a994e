import { setTimeout as pause } from 'node:timers/promises';

/** Resolves when something holds; it is looked at again and again. @throws Error when it does not in time */
export async function until(
  what: string,
  holds: () => boolean | Promise<boolean>,
  timeoutMs = 60_000,
): Promise<void> {
  const deadline = performance.now() + timeoutMs;
  while (!(await holds())) {
    if (performance.now() > deadline) throw new Error(`It took more than ${timeoutMs} ms until ${what}.`);
    await pause(15);
  }
}
