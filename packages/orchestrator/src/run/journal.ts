import {
  type Clock,
  type ExecutorEvent,
  isOrchardError,
  type NewOperationEvent,
  type OperationStore,
  type Redactor,
  type StepFence,
} from '@orchard-studio/core';

const FLUSH_MS = 30;
/** A store that was busy or full is asked again after this time. */
const AGAIN_MS = 250;
const MAX_LINE = 8_000;
/** A step may log this many lines; what comes after is counted, not kept. */
const MAX_STEP_LINES = 20_000;

export interface JournalOptions {
  readonly store: Pick<OperationStore, 'appendStepEvents'>;
  readonly clock: Clock;
  readonly nowMs: () => number;
  readonly redactor: Redactor | undefined;
  /** Called after events of these operations were written. */
  readonly onWritten: (operationIds: ReadonlySet<StepFence['operationId']>) => void;
}

/** What the events of an attempt have in common. */
export type EventOrigin = Pick<NewOperationEvent, 'step' | 'phase' | 'attempt' | 'epoch'>;

/** What one attempt says. */
export class Voice {
  readonly fence: StepFence;
  readonly #origin: EventOrigin;
  readonly #journal: Journal;
  pending: NewOperationEvent[] = [];
  /** Set once the attempt has been taken over: nothing it says is kept. */
  fenced = false;
  #lines = 0;

  constructor(journal: Journal, fence: StepFence, origin: EventOrigin) {
    this.#journal = journal;
    this.fence = fence;
    this.#origin = origin;
  }

  emit(event: ExecutorEvent): void {
    if (event.type === 'log') this.#emitLine(event);
    else if (event.type === 'progress') this.#emitProgress(event);
    else this.#push({ type: 'artifact', message: this.#journal.clean(event.message), data: event.data });
  }

  /** What has not been written yet, to go into the log together with the attempt's end. */
  async close(): Promise<readonly NewOperationEvent[]> {
    return this.#journal.close(this);
  }

  #emitProgress(event: Extract<ExecutorEvent, { type: 'progress' }>): void {
    // Of several reports in one batch only the last is of use.
    this.pending = this.pending.filter((other) => other.type !== 'progress');
    const progress = Math.min(1, Math.max(0, event.progress));
    const message = event.message === undefined ? {} : { message: this.#journal.clean(event.message) };
    this.#push({ type: 'progress', progress, ...message });
  }

  #emitLine({ level, message }: Extract<ExecutorEvent, { type: 'log' }>): void {
    this.#lines += 1;
    if (this.#lines === MAX_STEP_LINES) {
      const rest = `More than ${MAX_STEP_LINES} lines: the rest is left out.`;
      this.#push({ type: 'log', message: rest, data: { level: 'warn' } });
    }
    if (this.#lines < MAX_STEP_LINES)
      this.#push({ type: 'log', message: this.#journal.clean(message), data: { level } });
  }

  #push(event: Omit<NewOperationEvent, 'timestamp'>): void {
    if (this.fenced) return;
    this.pending.push({ ...this.#origin, ...event, timestamp: this.#journal.timestamp() });
    this.#journal.schedule(this);
  }
}

/**
 * Collects what the attempts of a process say and writes it in batches, so that chatty steps cost few commits. What an
 * attempt says last is not written here: it goes with its end.
 */
export class Journal {
  readonly #options: JournalOptions;
  readonly #speaking = new Set<Voice>();
  #flushing: Promise<void> = Promise.resolve();
  #scheduled = false;
  #closed = false;

  constructor(options: JournalOptions) {
    this.#options = options;
  }

  voice(fence: StepFence, origin: EventOrigin): Voice {
    return new Voice(this, fence, origin);
  }

  clean(message: string): string {
    const text = message.length > MAX_LINE ? `${message.slice(0, MAX_LINE)}…` : message;
    return this.#options.redactor?.redact(text) ?? text;
  }

  timestamp(): string {
    return new Date(this.#options.nowMs()).toISOString();
  }

  schedule(voice: Voice): void {
    this.#speaking.add(voice);
    this.#wakeIn(FLUSH_MS);
  }

  async close(voice: Voice): Promise<readonly NewOperationEvent[]> {
    // What is on its way to the store must come before the end.
    await this.#flushing;
    this.#speaking.delete(voice);
    const { pending } = voice;
    voice.pending = [];
    return voice.fenced ? [] : pending;
  }

  /** Resolves when everything said so far has been written, or cannot be. */
  async flush(): Promise<void> {
    this.#flushing = this.#flushing.then(() => this.#write());
    await this.#flushing;
  }

  /** Writes what was said so far, once; a store that cannot be reached now is not asked again. */
  async end(): Promise<void> {
    this.#closed = true;
    await this.flush();
  }

  #wakeIn(ms: number): void {
    if (this.#scheduled || this.#closed) return;
    this.#scheduled = true;
    this.#options.clock.sleep(ms).then(
      () => this.flush(),
      () => undefined,
    );
  }

  async #write(): Promise<void> {
    this.#scheduled = false;
    const entries = [...this.#speaking].map((voice) => ({ voice, events: voice.pending }));
    this.#speaking.clear();
    for (const { voice } of entries) voice.pending = [];
    if (entries.length === 0) return;
    try {
      const request = { entries: entries.map(({ voice, events }) => ({ fence: voice.fence, events })) };
      const answers = await this.#options.store.appendStepEvents(request);
      for (const [at, { voice }] of entries.entries()) if (answers[at] === 'fenced') this.#silence(voice);
      this.#options.onWritten(new Set(entries.map(({ voice }) => voice.fence.operationId)));
    } catch (error) {
      const again = !this.#closed && isOrchardError(error) && error.retryable;
      for (const { voice, events } of entries) {
        if (again) this.#takeBack(voice, events);
        else this.#silence(voice);
      }
      if (again) this.#wakeIn(AGAIN_MS);
    }
  }

  #takeBack(voice: Voice, events: readonly NewOperationEvent[]): void {
    voice.pending = [...events, ...voice.pending];
    this.#speaking.add(voice);
  }

  #silence(voice: Voice): void {
    voice.fenced = true;
    voice.pending = [];
    this.#speaking.delete(voice);
  }
}
