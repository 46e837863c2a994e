import { type Batch, bytesAfter } from './batch.ts';
import type { Connection } from './connection.ts';
import type { Tail, TailReader } from './tail.ts';

export interface FollowerOptions {
  readonly connection: Connection;
  /** `seq` of the last event the client has. */
  readonly cursor: number;
  /** Called when the operation has ended and the client has been given everything. */
  readonly onEnd: (cursor: number) => void;
  /** Called when it has read old events: others of the connection may have their turn. Default: it goes on itself. */
  readonly onTurn?: () => void;
}

/**
 * Brings one operation's events to one client, each once and in order, as fast as the client takes them. It holds no
 * event: what a slow client has not taken stays in the log.
 */
export class Follower implements TailReader {
  readonly #options: FollowerOptions;
  #tail: Tail | undefined;
  #cursor: number;
  #over = false;

  constructor(options: FollowerOptions) {
    this.#options = options;
    this.#cursor = options.cursor;
  }

  get cursor(): number {
    return this.#cursor;
  }

  /** Begins. */
  follow(tail: Tail): void {
    this.#tail = tail;
    this.onMore();
  }

  /** Delivers what there is, for as long as the client takes it. */
  onMore(): void {
    const tail = this.#tail;
    const { connection, onEnd } = this.#options;
    if (tail === undefined || this.#over) return;
    while (connection.open) {
      const batch = tail.recentAfter(this.#cursor);
      if (batch !== undefined) this.#deliver(batch);
      else if (this.#cursor < tail.head) return void this.#catchUp(tail);
      else break;
    }
    if (!connection.open || !tail.ended || this.#cursor < tail.head) return;
    this.#over = true;
    onEnd(this.#cursor);
  }

  #deliver(batch: Batch): void {
    const { connection } = this.#options;
    connection.write(this.#cursor < batch.from ? batch.bytes : bytesAfter(batch, this.#cursor));
    this.#cursor = batch.to;
  }

  /** Reads what is not at hand any more: one follower of a connection at a time, since the client takes no more. */
  async #catchUp(tail: Tail): Promise<void> {
    const { connection, onTurn } = this.#options;
    if (connection.reading) return;
    connection.reading = true;
    const before = this.#cursor;
    try {
      for (const batch of await tail.pageAfter(before)) {
        // What others wrote meanwhile must not make all of it in vain: one batch is written in any case.
        if (this.#cursor > before && !connection.open) break;
        if (batch.to > this.#cursor) this.#deliver(batch);
      }
    } catch {
      // The client comes back, and finds another process or the store well again.
      connection.drop();
    }
    connection.reading = false;
    if (this.#cursor === before) connection.drop();
    else if (onTurn === undefined) this.onMore();
    else onTurn();
  }
}
