import { setTimeout as sleep } from 'node:timers/promises';

const ATTEMPTS = 20;
const LONGEST_PAUSE_MS = 40;

/** Does it, again and again while it fails for such a reason. Pauses grow, each of another length. */
export async function again<T>(isReason: (error: unknown) => boolean, action: () => Promise<T>): Promise<T> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await action();
    } catch (error) {
      if (attempt === ATTEMPTS || !isReason(error)) throw error;
    }
    await sleep(Math.random() * Math.min(2 ** attempt, LONGEST_PAUSE_MS));
  }
}
