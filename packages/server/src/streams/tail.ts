import {
  type Clock,
  isOperationEnd,
  type Logger,
  type Metrics,
  type OperationEvent,
  type OperationId,
  type OperationStore,
} from '@orchard-studio/core';
import type { OperationHints } from '@orchard-studio/orchestrator';
import { type Batch, encodeBatches } from './batch.ts';
import type { PageCache } from './page-cache.ts';
import { Polling } from './polling.ts';

export interface TailEnvironment {
  readonly store: Pick<OperationStore, 'listEvents' | 'peek'>;
  readonly hints: OperationHints;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly metrics: Metrics;
  readonly pages: PageCache;
  /** Longest wait before the store is asked for events of which no hint came. */
  readonly pollMs: number;
}

/** Who follows the log; called when there is more to read. */
export interface TailReader {
  onMore(): void;
}

/** Events of one read, and of one page of the cache. */
const PAGE = 256;
/** What came last is kept ready for those who are up to date, or nearly. */
const RECENT_BYTES = 256 * 1024;

/**
 * Reads the end of one operation's log for everybody in this process who follows it: read after the cursor, hand on,
 * wait for a hint or the next poll. There is no second path for live events, so nothing is missed and nothing comes
 * twice.
 */
export class Tail {
  readonly operationId: OperationId;
  readonly #env: TailEnvironment;
  readonly #readers = new Set<TailReader>();
  readonly #polling: Polling;
  readonly #unsubscribe: () => void;
  #recent: Batch[] = [];
  #recentBytes = 0;
  /** `seq` of the last event that was read. */
  #head: number;
  #ended = false;
  #mayHaveEnded = true;

  /** @param head - `seq` of an event that is in the log; what comes after it is read and kept ready */
  constructor(operationId: OperationId, head: number, env: TailEnvironment) {
    this.operationId = operationId;
    this.#head = head;
    this.#env = env;
    this.#polling = new Polling(env.clock, env.pollMs);
    this.#unsubscribe = env.hints.subscribe(operationId, () => this.#polling.hint());
    void this.#polling.run(() => this.#tryToRead());
  }

  get head(): number {
    return this.#head;
  }

  /** True when the operation has ended and its whole log has been read. It may be resumed later. */
  get ended(): boolean {
    return this.#ended;
  }

  get readers(): number {
    return this.#readers.size;
  }

  /** @param lastSeq - `seq` of the last event, as the reader knows it */
  add(reader: TailReader, lastSeq: number): void {
    this.#readers.add(reader);
    if (lastSeq <= this.#head) return;
    // What has ended goes on, and nobody said so here.
    this.#ended = false;
    this.#mayHaveEnded = true;
    this.#polling.hint();
  }

  remove(reader: TailReader): void {
    this.#readers.delete(reader);
  }

  /** The batch that holds the event after a cursor, when it is at hand. */
  recentAfter(cursor: number): Batch | undefined {
    const newest = this.#recent.at(-1);
    if (newest === undefined || cursor >= newest.to) return undefined;
    // Those who are up to date are served first: they are the most.
    if (cursor >= newest.from - 1) return newest;
    const first = this.#recent[0];
    if (first === undefined || cursor < first.from - 1) return undefined;
    return this.#recent.find(({ to }) => to > cursor);
  }

  /** The part of the log after a cursor that is not at hand any more. Full pages come from the cache. */
  async pageAfter(cursor: number): Promise<readonly Batch[]> {
    const { store, pages } = this.#env;
    const index = Math.floor(cursor / PAGE);
    const start = index * PAGE;
    const read = async (): Promise<readonly Batch[]> =>
      encodeBatches(await store.listEvents({ operationId: this.operationId, after: start, limit: PAGE }));
    return start + PAGE <= this.#head ? pages.get(`${this.operationId}/${index}`, read) : read();
  }

  stop(): void {
    this.#polling.stop();
    this.#unsubscribe();
  }

  async #tryToRead(): Promise<boolean> {
    try {
      return await this.#read();
    } catch (error) {
      this.#env.logger.warn({ err: error, operationId: this.operationId }, 'Events could not be read.');
      return false;
    }
  }

  /** @returns whether there may be more to read at once */
  async #read(): Promise<boolean> {
    const { operationId } = this;
    const events = await this.#env.store.listEvents({ operationId, after: this.#head, limit: PAGE });
    if (this.#polling.stopped) return false;
    if (events.length > 0) {
      this.#ended = false;
      this.#measure(events);
      this.#mayHaveEnded ||= events.some(({ type }) => type === 'complete');
      for (const batch of encodeBatches(events)) this.#keep(batch);
      this.#tell();
    }
    if (events.length === PAGE) return true;
    if (this.#mayHaveEnded) await this.#lookForEnd();
    if (this.#ended) this.#tell();
    return false;
  }

  /** How long the newest event took to come here. */
  #measure(events: readonly OperationEvent[]): void {
    const { clock, metrics } = this.#env;
    const madeAt = Date.parse(events.at(-1)?.timestamp ?? '');
    const seconds = (clock.now().getTime() - madeAt) / 1_000;
    metrics.observe('orchard_event_lag_seconds', Math.max(0, seconds));
  }

  #tell(): void {
    for (const reader of this.#readers) reader.onMore();
  }

  /** A resumed operation goes on after a `complete`: only its status says whether more can come. */
  async #lookForEnd(): Promise<void> {
    const pulse = await this.#env.store.peek({ operationId: this.operationId });
    if (pulse === undefined) return;
    const over = isOperationEnd(pulse.status);
    this.#ended = over && pulse.lastSeq <= this.#head;
    // An end comes with a `complete`. Until one is read it need not be asked for again.
    this.#mayHaveEnded = over && !this.#ended;
  }

  #keep(batch: Batch): void {
    this.#recent.push(batch);
    this.#recentBytes += batch.bytes.byteLength;
    this.#head = batch.to;
    while (this.#recentBytes > RECENT_BYTES && this.#recent.length > 1)
      this.#recentBytes -= this.#recent.shift()?.bytes.byteLength ?? 0;
  }
}
