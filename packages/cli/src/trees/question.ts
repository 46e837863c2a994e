import { clearLine, createInterface, cursorTo, type Interface } from 'node:readline';
import type { CommandContext } from '../commands/context.ts';
import type { Terminal } from '../output/terminal.ts';

/** Asks questions in a terminal in which other lines keep coming: those are printed above the question. */
export class Questioner {
  readonly #context: CommandContext;
  readonly #onInterrupt: () => void;
  #open: Interface | undefined;

  /** @param onInterrupt - called for Ctrl-C while a question is open: the terminal sends no signal then. */
  constructor(context: CommandContext, onInterrupt: () => void) {
    this.#context = context;
    this.#onInterrupt = onInterrupt;
  }

  /** True when a person can be asked. */
  get possible(): boolean {
    const { stdin, stdout } = this.#context;
    return stdin.isTTY === true && stdout.isTTY === true;
  }

  /** The terminal to print with meanwhile. */
  get terminal(): Terminal {
    const { terminal, stdout } = this.#context;
    const above = (print: () => void): void => {
      if (this.#open !== undefined) {
        clearLine(stdout, 0);
        cursorTo(stdout, 0);
      }
      print();
      this.#open?.prompt(true);
    };
    return {
      get width() {
        return terminal.width;
      },
      line: (text) => above(() => terminal.line(text)),
      error: (text) => above(() => terminal.error(text)),
      style: terminal.style,
    };
  }

  /** The answer; undefined when the signal aborts first, or standard input ends. */
  ask(question: string, signal: AbortSignal): Promise<string | undefined> {
    const { stdin, stdout } = this.#context;
    return new Promise((resolve) => {
      if (signal.aborted) return resolve(undefined);
      const open = createInterface({ input: stdin, output: stdout, prompt: question });
      this.#open = open;
      const withdraw = (): void => open.close();
      signal.addEventListener('abort', withdraw, { once: true });
      open.once('line', (line) => {
        resolve(line.trim());
        open.close();
      });
      open.on('SIGINT', this.#onInterrupt);
      open.once('close', () => {
        signal.removeEventListener('abort', withdraw);
        this.#open = undefined;
        if (signal.aborted) stdout.write('\n');
        resolve(undefined);
      });
      open.prompt();
    });
  }
}
