/** Where the bytes of a stream go: a socket, or the body of a Response. */
export interface Sink {
  /** @returns false when the client does not keep up: nothing more is to be written until it has drained */
  write(bytes: Uint8Array): boolean;
  /** Ends the response in order. */
  end(): void;
  /** Cuts it off. */
  destroy(): void;
}

/** What a sink tells the stream that writes to it. */
export interface SinkEvents {
  onDrain(): void;
  onClose(): void;
}

/** One client's stream. */
export class Connection implements SinkEvents {
  /** Whether old events are being read for it. */
  reading = false;
  readonly #sink: Sink;
  readonly #now: () => number;
  #onDrain: () => void = () => {};
  readonly #onClose: (() => void)[] = [];
  #closed = false;
  #fullSince: number | undefined;
  #lastWriteAt: number;

  constructor(sink: Sink, now: () => number) {
    this.#sink = sink;
    this.#now = now;
    this.#lastWriteAt = now();
  }

  get closed(): boolean {
    return this.#closed;
  }

  /** Since when the client has not taken what was written, in milliseconds since 1970. Undefined when it keeps up. */
  get fullSince(): number | undefined {
    return this.#fullSince;
  }

  get lastWriteAt(): number {
    return this.#lastWriteAt;
  }

  /** Whether the client takes more now. */
  get open(): boolean {
    return !this.#closed && this.#fullSince === undefined;
  }

  /** @returns whether the client takes more */
  write(bytes: Uint8Array): boolean {
    if (this.#closed) return false;
    this.#lastWriteAt = this.#now();
    // What is written while the client is full does not make it any younger.
    if (!this.#sink.write(bytes)) this.#fullSince ??= this.#lastWriteAt;
    return this.open;
  }

  /** Called whenever the client takes more again. */
  whenOpen(onDrain: () => void): void {
    this.#onDrain = onDrain;
  }

  /** Calls back when the connection is over, whoever ended it; at once when it is over already. */
  whenClosed(onClose: () => void): void {
    if (this.#closed) onClose();
    else this.#onClose.push(onClose);
  }

  onDrain(): void {
    if (this.#closed || this.#fullSince === undefined) return;
    this.#fullSince = undefined;
    this.#onDrain();
  }

  onClose(): void {
    if (this.#closed) return;
    this.#closed = true;
    for (const onClose of this.#onClose.splice(0)) onClose();
  }

  /**
   * Ends it in order: everything written so far arrives. A client that does not take it is cut off, since nobody looks
   * after its socket any more.
   */
  end(): void {
    if (this.#closed) return;
    if (this.#fullSince === undefined) this.#sink.end();
    else this.#sink.destroy();
    this.onClose();
  }

  /** Cuts it off: the client comes back where it stopped. */
  drop(): void {
    if (this.#closed) return;
    this.#sink.destroy();
    this.onClose();
  }
}
