import { connect, type Socket } from 'node:net';
import { createParser, type EventSourceMessage } from 'eventsource-parser';

export interface SseRequest {
  readonly port: number;
  /** Path with its query. */
  readonly path: string;
  readonly headers?: Readonly<Record<string, string>>;
}

/** What one connection got, read from a plain socket, so that it can be cut and slowed at any byte. */
export class SseReader {
  readonly socket: Socket;
  readonly messages: EventSourceMessage[] = [];
  /** Bytes of the body that were taken. */
  received = 0;
  status = 0;
  comments = 0;
  #head = '';
  #chunks: Buffer = Buffer.alloc(0);
  readonly #decoder = new TextDecoder();
  readonly #parser = createParser({
    onEvent: (message) => this.messages.push(message),
    onComment: () => {
      this.comments += 1;
    },
  });
  #wake: () => void = () => {};
  #over = false;
  readonly closed: Promise<void>;

  /** @param limit - bytes of the body after which the socket is cut */
  constructor(request: SseRequest, limit = Number.POSITIVE_INFINITY) {
    this.socket = connect(request.port, '127.0.0.1');
    const headers = { host: `127.0.0.1:${request.port}`, accept: 'text/event-stream', ...request.headers };
    const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}\r\n`);
    this.socket.write(`GET ${request.path} HTTP/1.1\r\n${lines.join('')}\r\n`);
    this.socket.on('data', (bytes) => this.#take(Buffer.from(bytes), limit));
    this.socket.on('error', () => undefined);
    this.closed = new Promise((resolve) => this.socket.on('close', () => resolve()));
    void this.closed.then(() => this.#done());
  }

  /** Everything was sent, or the connection is gone. */
  get over(): boolean {
    return this.#over;
  }

  /** Resolves when the condition is true; rejects when the connection ends before. */
  async until(isTrue: () => boolean): Promise<void> {
    while (!isTrue()) {
      if (this.#over) throw new Error(`The stream ended (${this.messages.length} messages, ${this.#head}).`);
      await new Promise<void>((resolve) => {
        this.#wake = resolve;
      });
    }
  }

  cut(): void {
    this.socket.destroy();
  }

  #done(): void {
    this.#over = true;
    this.#wake();
  }

  #take(bytes: Buffer, limit: number): void {
    this.#chunks = this.#chunks.length === 0 ? bytes : Buffer.concat([this.#chunks, bytes]);
    if (this.status === 0 && !this.#readHead()) return;
    this.#readChunks(limit);
    this.#wake();
  }

  #readHead(): boolean {
    const end = this.#chunks.indexOf('\r\n\r\n');
    if (end < 0) return false;
    this.#head = this.#chunks.subarray(0, end).toString();
    this.status = Number(this.#head.slice(9, 12));
    this.#chunks = this.#chunks.subarray(end + 4);
    if (this.status !== 200) this.cut();
    return true;
  }

  /** The chunks of HTTP/1.1; the last one is empty. */
  #readChunks(limit: number): void {
    while (!this.#over) {
      const line = this.#chunks.indexOf('\r\n');
      if (line < 0) return;
      const size = Number.parseInt(this.#chunks.subarray(0, line).toString(), 16);
      if (this.#chunks.length < line + size + 4) {
        // A cut may fall within a chunk.
        const part = this.#chunks.subarray(line + 2, line + 2 + size);
        if (this.received + part.length >= limit) this.#feed(part, limit);
        return;
      }
      const chunk = this.#chunks.subarray(line + 2, line + 2 + size);
      this.#chunks = this.#chunks.subarray(line + size + 4);
      if (size === 0) this.#end();
      else this.#feed(chunk, limit);
    }
  }

  #feed(body: Buffer, limit: number): void {
    const taken = body.subarray(0, Math.max(0, limit - this.received));
    this.received += taken.length;
    this.#parser.feed(this.#decoder.decode(taken, { stream: true }));
    if (this.received < limit) return;
    this.cut();
    this.#done();
  }

  #end(): void {
    this.socket.destroy();
    this.#done();
  }
}
