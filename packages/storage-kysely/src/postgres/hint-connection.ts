import { randomUUID } from 'node:crypto';
import { type Logger, type OperationId, operationIdSchema } from '@orchard-studio/core';
import type { PoolSource, PostgresClient } from './postgres-pool.ts';

/** Hints are sent together, this often at most. */
const PAUSE_MS = 10;
/** PostgreSQL takes less than 8,000 bytes in one message. */
const MOST = 100;
const LONGEST_WAIT_MS = 5_000;

export interface HintConnectionOptions {
  readonly source: PoolSource;
  readonly channel: string;
  readonly logger: Logger;
  readonly onHint: (operationId: OperationId) => void;
  /** Called when hints may have been missed. */
  readonly onReturn: () => void;
}

/** The connection that hints travel on, made when first needed and again whenever it breaks. */
export class HintConnection {
  readonly #options: HintConnectionOptions;
  /** What this process says itself it need not hear. */
  readonly #self = randomUUID();
  readonly #waiting = new Set<OperationId>();
  #client: PostgresClient | undefined;
  #connecting = false;
  #failures = 0;
  #closed = false;
  #timer: NodeJS.Timeout | undefined;
  #sentAt = 0;
  #retry: NodeJS.Timeout | undefined;

  constructor(options: HintConnectionOptions) {
    this.#options = options;
  }

  /** Sends a hint, at once if none was sent lately. */
  tell(operationId: OperationId): void {
    if (this.#closed) return;
    this.#waiting.add(operationId);
    this.listen();
    if (this.#timer !== undefined) return;
    const wait = Math.max(0, this.#sentAt + PAUSE_MS - performance.now());
    this.#timer = setTimeout(() => this.#send(), wait);
    this.#timer.unref();
  }

  listen(): void {
    if (this.#client === undefined && !this.#connecting && !this.#closed && this.#retry === undefined)
      void this.#connect();
  }

  async close(): Promise<void> {
    this.#closed = true;
    clearTimeout(this.#timer);
    clearTimeout(this.#retry);
    const client = this.#client;
    this.#client = undefined;
    // It listens: nobody else may get it out of the pool.
    client?.release(true);
    await this.#options.source.end();
  }

  #send(): void {
    this.#timer = undefined;
    // While there is no connection they wait; there are at most as many as operations.
    if (this.#client === undefined || this.#waiting.size === 0) return;
    this.#sentAt = performance.now();
    const all = [...this.#waiting];
    this.#waiting.clear();
    for (let at = 0; at < all.length; at += MOST) {
      const payload = `${this.#self} ${all.slice(at, at + MOST).join(' ')}`;
      const client = this.#client;
      client
        .query({ text: 'SELECT pg_notify($1, $2)', values: [this.#options.channel, payload] })
        .catch((error: unknown) => this.#lost(client, error));
    }
  }

  #heard(payload = ''): void {
    const [sender, ...ids] = payload.split(' ');
    if (sender === this.#self) return;
    for (const id of ids) {
      const parsed = operationIdSchema.safeParse(id);
      if (parsed.success) this.#options.onHint(parsed.data);
    }
  }

  async #connect(): Promise<void> {
    this.#connecting = true;
    try {
      const client = await (await this.#options.source.get()).connect();
      if (this.#closed) return client.release(true);
      client.on('error', (error) => this.#lost(client, error));
      client.on('end', () => this.#lost(client, undefined));
      client.on('notification', ({ payload }) => this.#heard(payload));
      await client.query({ text: `LISTEN "${this.#options.channel.replaceAll('"', '""')}"` });
      this.#client = client;
      if (this.#failures > 0) this.#options.logger.info({}, 'Hints travel again.');
      this.#failures = 0;
      this.#options.onReturn();
      this.#send();
    } catch (error) {
      this.#again(error);
    } finally {
      this.#connecting = false;
    }
  }

  #lost(client: PostgresClient, error: unknown): void {
    if (this.#client !== client) return;
    this.#client = undefined;
    client.release(true);
    this.#again(error);
  }

  #again(error: unknown): void {
    if (this.#closed) return;
    this.#failures += 1;
    this.#options.logger.warn({ err: error }, 'The connection for hints broke; it is made again.');
    const wait = Math.random() * Math.min(LONGEST_WAIT_MS, 50 * 2 ** this.#failures);
    this.#retry = setTimeout(() => {
      this.#retry = undefined;
      this.listen();
    }, wait);
    this.#retry.unref();
  }
}
