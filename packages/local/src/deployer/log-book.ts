import { appendFile, mkdir, readFile, rename, stat } from 'node:fs/promises';
import { dirname } from 'node:path';
import type { AppLogLine, Logger } from '@orchard-studio/core';
import { z } from 'zod';

const KEPT_LINES = 1_000;
const MAX_FILE_BYTES = 1_000_000;

const lineSchema = z.object({ at: z.string(), stream: z.enum(['stdout', 'stderr']), line: z.string() });

function parseLine(text: string): AppLogLine[] {
  try {
    return [lineSchema.parse(JSON.parse(text))];
  } catch {
    return [];
  }
}

/** The latest lines of an app: in memory, and in a file of at most two megabytes with the one before it. */
export class LogBook {
  readonly #path: string;
  readonly #logger: Logger;
  readonly #lines: AppLogLine[] = [];
  #pending: string[] = [];
  #writing: Promise<void>;
  #bytes = 0;

  constructor(path: string, logger: Logger) {
    this.#path = path;
    this.#logger = logger;
    this.#writing = this.#load();
  }

  add(line: AppLogLine): void {
    this.#lines.push(line);
    if (this.#lines.length > KEPT_LINES) this.#lines.splice(0, this.#lines.length - KEPT_LINES);
    this.#pending.push(JSON.stringify(line));
    if (this.#pending.length > KEPT_LINES) this.#pending.shift();
    if (this.#pending.length === 1) this.#writing = this.#writing.then(() => this.#flush());
  }

  /** Resolves when everything is written. */
  settled(): Promise<void> {
    return this.#writing;
  }

  /** Oldest first. */
  async latest(limit: number): Promise<readonly AppLogLine[]> {
    await this.#writing;
    return limit <= 0 ? [] : this.#lines.slice(-limit);
  }

  /** What an earlier host wrote down. */
  async #load(): Promise<void> {
    const text = await readFile(this.#path, 'utf8').catch(() => '');
    this.#bytes = Buffer.byteLength(text);
    this.#lines.unshift(
      ...text
        .split('\n')
        .slice(-KEPT_LINES - 1)
        .flatMap(parseLine),
    );
  }

  async #flush(): Promise<void> {
    const lines = this.#pending;
    this.#pending = [];
    const text = `${lines.join('\n')}\n`;
    try {
      await mkdir(dirname(this.#path), { recursive: true });
      await appendFile(this.#path, text);
      this.#bytes += Buffer.byteLength(text);
      if (this.#bytes > MAX_FILE_BYTES) await this.#rotate();
    } catch (error) {
      // A full disk must not stop the app; the lines are still in memory.
      this.#logger.warn({ path: this.#path, error: String(error) }, 'the log of an app could not be written');
    }
  }

  async #rotate(): Promise<void> {
    await rename(this.#path, `${this.#path}.1`);
    this.#bytes = (await stat(this.#path).catch(() => undefined))?.size ?? 0;
  }
}
