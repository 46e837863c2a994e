const WINDOW_MS = 15 * 60_000;
const MAX_KEYS = 10_000;

/**
 * Slows down guessing: counts failures by key and refuses after too many, until a quarter of an hour has passed.
 */
export class Throttle {
  /** @type {Map<string, { count: number, until: number }>} */
  #failures = new Map();

  /** @param {string} key @param {number} limit @returns {number} seconds to wait, 0 when it may be tried */
  waitSeconds(key, limit) {
    const entry = this.#failures.get(key);
    if (entry === undefined || entry.count < limit) return 0;
    return Math.max(0, Math.ceil((entry.until - performance.now()) / 1_000));
  }

  /** @param {string} key */
  failed(key) {
    const now = performance.now();
    const entry = this.#failures.get(key);
    const count = entry === undefined || entry.until <= now ? 1 : entry.count + 1;
    // The newest stand last, so that the oldest are forgotten first.
    this.#failures.delete(key);
    this.#failures.set(key, { count, until: now + WINDOW_MS });
    if (this.#failures.size > MAX_KEYS) this.#failures.delete(this.#failures.keys().next().value ?? '');
  }

  /** Takes one failure back: what was counted before it was tried, and went well. @param {string} key */
  takeBack(key) {
    const entry = this.#failures.get(key);
    if (entry === undefined || entry.count <= 1) this.#failures.delete(key);
    else this.#failures.set(key, { ...entry, count: entry.count - 1 });
  }
}
