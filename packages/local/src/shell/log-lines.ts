import type { Readable } from 'node:stream';
import type { ExecutorContext } from '@orchard-studio/core';
import { onLines } from '@orchard-studio/executor-scaffold';

const MAX_LINE = 8_000;
const MAX_LINES = 10_000;
const MAX_CHARACTERS = 4_000_000;
/** What went wrong stands at the end, so the last lines are kept whatever came before. */
const TAIL = 100;

interface Line {
  readonly level: 'info' | 'warn';
  readonly message: string;
}

/**
 * Hands the output of a command on, line by line, within bounds: the first 4 MB or 10,000 lines, then the last 100
 * lines. A bare carriage return, which a progress bar draws itself anew with, ends a line too.
 */
export class LogLines {
  readonly #emit: ExecutorContext['emit'];
  #lines = 0;
  #characters = 0;
  #dropped = 0;
  #tail: Line[] = [];

  constructor(emit: ExecutorContext['emit']) {
    this.#emit = emit;
  }

  read(stream: Readable, level: Line['level']): void {
    onLines(stream, MAX_LINE, (text) => {
      for (const message of text.split('\r')) this.#add({ level, message });
    });
  }

  /** Call it once the command has ended. */
  end(): void {
    const left = this.#dropped - this.#tail.length;
    if (left > 0) this.#emit({ type: 'log', level: 'warn', message: `… ${left} lines are left out …` });
    for (const line of this.#tail) this.#emit({ type: 'log', ...line });
    this.#tail = [];
  }

  #add(line: Line): void {
    if (this.#lines < MAX_LINES && this.#characters < MAX_CHARACTERS) {
      this.#lines += 1;
      this.#characters += line.message.length;
      this.#emit({ type: 'log', ...line });
      return;
    }
    this.#dropped += 1;
    this.#tail.push(line);
    // Cut in one go now and then: cheap however much a command prints.
    if (this.#tail.length > 2 * TAIL) this.#tail = this.#tail.slice(-TAIL);
  }
}
