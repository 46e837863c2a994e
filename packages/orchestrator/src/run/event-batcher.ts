import {
  type Clock,
  type ExecutorEvent,
  isOrchardError,
  type NewOperationEvent,
  type Redactor,
} from '@orchard-studio/core';

const FLUSH_MS = 30;
/** A store that was busy or full is asked again after this time. */
const AGAIN_MS = 250;
const MAX_LINE = 8_000;
/** A step may log this many lines; what comes after is counted, not kept. */
const MAX_STEP_LINES = 20_000;

export interface EventBatcherOptions {
  readonly step: Pick<NewOperationEvent, 'step' | 'phase' | 'attempt' | 'epoch'>;
  readonly clock: Clock;
  readonly redactor: Redactor | undefined;
  /** Writes a batch. A retryable rejection keeps it for later; another one (the attempt is fenced) ends the batcher. */
  readonly write: (events: readonly NewOperationEvent[]) => Promise<void>;
}

/**
 * Collects what a step says and writes it in batches, so that a chatty step costs few commits.
 * Of several progress reports in one batch only the last is kept.
 */
export class EventBatcher {
  readonly #options: EventBatcherOptions;
  #pending: NewOperationEvent[] = [];
  #flushing: Promise<void> = Promise.resolve();
  #scheduled = false;
  #lines = 0;
  #closed = false;

  constructor(options: EventBatcherOptions) {
    this.#options = options;
  }

  emit(event: ExecutorEvent): void {
    if (this.#closed) return;
    if (event.type === 'log') {
      this.#emitLine(event);
    } else if (event.type === 'progress') {
      this.#pending = this.#pending.filter((other) => other.type !== 'progress');
      const progress = Math.min(1, Math.max(0, event.progress));
      const message = event.message === undefined ? {} : { message: this.#clean(event.message) };
      this.#push({ type: 'progress', progress, ...message });
    } else {
      this.#push({ type: 'artifact', message: this.#clean(event.message), data: event.data });
    }
  }

  #emitLine(event: Extract<ExecutorEvent, { type: 'log' }>): void {
    this.#lines += 1;
    if (this.#lines === MAX_STEP_LINES) {
      const message = `More than ${MAX_STEP_LINES} lines: the rest is left out.`;
      this.#push({ type: 'log', message, data: { level: 'warn' } });
    }
    if (this.#lines >= MAX_STEP_LINES) return;
    this.#push({ type: 'log', message: this.#clean(event.message), data: { level: event.level } });
  }

  /** Resolves when everything emitted so far has been written. */
  async flush(): Promise<void> {
    this.#flushing = this.#flushing.then(() => this.#write());
    await this.#flushing;
  }

  /** Writes what is left; later events are dropped. */
  async close(): Promise<void> {
    this.#closed = true;
    await this.flush();
  }

  #clean(message: string): string {
    const text = message.length > MAX_LINE ? `${message.slice(0, MAX_LINE)}…` : message;
    return this.#options.redactor?.redact(text) ?? text;
  }

  #push(event: Omit<NewOperationEvent, 'timestamp'>): void {
    this.#pending.push({
      ...this.#options.step,
      ...event,
      timestamp: this.#options.clock.now().toISOString(),
    });
    this.#schedule(FLUSH_MS);
  }

  #schedule(ms: number): void {
    if (this.#scheduled) return;
    this.#scheduled = true;
    this.#options.clock.sleep(ms).then(
      () => this.flush(),
      () => undefined,
    );
  }

  async #write(): Promise<void> {
    this.#scheduled = false;
    const events = this.#pending;
    if (events.length === 0) return;
    this.#pending = [];
    try {
      await this.#options.write(events);
    } catch (error) {
      if (isOrchardError(error) && error.retryable) {
        this.#pending = [...events, ...this.#pending];
        if (!this.#closed) this.#schedule(AGAIN_MS);
        return;
      }
      // Fenced, or the store is gone: the attempt itself learns it from its heartbeat or its finish.
      this.#closed = true;
    }
  }
}
