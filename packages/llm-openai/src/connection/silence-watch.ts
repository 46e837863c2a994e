import type { Clock } from '@orchard-studio/core';

interface SilenceWatchOptions {
  readonly clock: Clock;
  readonly silenceMs: number;
  /** Called once, when nothing came for too long. */
  onSilence(): void;
}

/**
 * Notices that nothing comes. It only counts while somebody waits: a slow reader is no silent server. One timer runs at a
 * time however many events come, and none when nobody waits for long.
 */
export class SilenceWatch {
  readonly #options: SilenceWatchOptions;
  readonly #ended = new AbortController();
  #quietSince: number | undefined;
  #running = false;
  #silent = false;

  constructor(options: SilenceWatchOptions) {
    this.#options = options;
  }

  /** Whether nothing came for too long. */
  get silent(): boolean {
    return this.#silent;
  }

  /** Somebody waits from now on. */
  wait(): void {
    this.#quietSince = this.#now();
    if (!this.#running) void this.#run();
  }

  /** Something came. */
  hear(): void {
    if (this.#quietSince !== undefined) this.#quietSince = this.#now();
  }

  /** Nobody waits. */
  rest(): void {
    this.#quietSince = undefined;
  }

  /** Leaves no timer behind. */
  end(): void {
    this.rest();
    this.#ended.abort();
  }

  #now(): number {
    return this.#options.clock.now().getTime();
  }

  async #run(): Promise<void> {
    const { clock, silenceMs, onSilence } = this.#options;
    this.#running = true;
    try {
      while (this.#quietSince !== undefined) {
        const leftMs = silenceMs - (this.#now() - this.#quietSince);
        if (leftMs <= 0) {
          this.#silent = true;
          onSilence();
          return;
        }
        // A clock that was set back must not make it wait longer.
        await clock.sleep(Math.min(leftMs, silenceMs), this.#ended.signal);
      }
    } catch {
      // Ended while it slept.
    } finally {
      this.#running = false;
    }
  }
}
