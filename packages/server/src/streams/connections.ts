import type { Clock, Logger } from '@orchard-studio/core';
import { Connection, type Sink } from './connection.ts';
import { BEAT } from './frames.ts';

export interface ConnectionsOptions {
  readonly clock: Clock;
  readonly logger: Logger;
  /** Silence after which a comment keeps the connection open. */
  readonly heartbeatMs: number;
  /** A client that takes nothing for so long is cut off; it comes back where it stopped. */
  readonly stallMs: number;
  /** How often it is asked anew whether the client may see what it sees. */
  readonly accessMs: number;
}

/** Whether the client may still see the stream. Anything but true, a rejection included, ends it. */
export type Access = () => Promise<boolean>;

interface Entry {
  readonly access: Access;
  checkedAt: number;
  checking: boolean;
}

/**
 * How many of the times between two questions an answer may take. Who may see a stream and is not told so ends with
 * it; but a directory that is slow for a moment must not send all clients away at once.
 */
const PATIENCE = 5;

/** How often the connections are looked after. */
const LOOK_MS = 250;
const REST = new Error('No connection is open.');

/** The open streams of this process: kept alive, cut off when they stall, ended when access is revoked. */
export class Connections {
  readonly #options: ConnectionsOptions;
  readonly #entries = new Map<Connection, Entry>();
  #watch: AbortController | undefined;
  #closed = false;

  constructor(options: ConnectionsOptions) {
    this.#options = options;
  }

  get size(): number {
    return this.#entries.size;
  }

  open(sink: Sink, access: Access): Connection {
    const connection = new Connection(sink, () => this.#now());
    if (this.#closed) {
      connection.end();
      return connection;
    }
    this.#entries.set(connection, { access, checkedAt: this.#now(), checking: false });
    connection.whenClosed(() => {
      this.#entries.delete(connection);
      if (this.#entries.size === 0) this.#watch?.abort(REST);
    });
    if (this.#watch === undefined) void this.#run();
    return connection;
  }

  /** Ends all of them in order; new ones are ended at once. */
  close(): void {
    this.#closed = true;
    for (const connection of [...this.#entries.keys()]) connection.end();
  }

  #now(): number {
    return this.#options.clock.now().getTime();
  }

  async #run(): Promise<void> {
    const watch = new AbortController();
    this.#watch = watch;
    try {
      while (true) {
        await this.#options.clock.sleep(LOOK_MS, watch.signal);
        const now = this.#now();
        for (const [connection, entry] of this.#entries) this.#look(connection, entry, now);
      }
    } catch (error) {
      if (error !== REST)
        this.#options.logger.error({ err: error }, 'Streams are not looked after any more.');
    }
    this.#watch = undefined;
    if (this.#entries.size > 0) void this.#run();
  }

  #look(connection: Connection, entry: Entry, now: number): void {
    const { heartbeatMs, stallMs, accessMs } = this.#options;
    if (now - (connection.fullSince ?? now) >= stallMs) connection.drop();
    else if (connection.open && now - connection.lastWriteAt >= heartbeatMs) connection.write(BEAT);
    const since = now - entry.checkedAt;
    if (entry.checking && since >= (1 + PATIENCE) * accessMs) connection.end();
    else if (!entry.checking && since >= accessMs) void this.#check(connection, entry);
  }

  async #check(connection: Connection, entry: Entry): Promise<void> {
    entry.checking = true;
    const allowed = await entry.access().catch(() => false);
    entry.checking = false;
    entry.checkedAt = this.#now();
    if (!allowed) connection.end();
  }
}
