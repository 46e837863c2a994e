import { type EventStatus, isJsonObject, type OperationEvent, planKeyOf } from '@orchard-studio/core';
import { oneLine, printable, type Style, type Terminal } from './terminal.ts';
import { durationText } from './time.ts';
import { pad, widthOf } from './width.ts';

const MARKS: Readonly<Record<EventStatus, readonly [Style, string]>> = {
  queued: ['dim', '·'],
  in_progress: ['cyan', '▶'],
  waiting: ['yellow', '…'],
  retrying: ['yellow', '↻'],
  complete: ['green', '✓'],
  failed: ['red', '✗'],
  skipped: ['dim', '○'],
  cancelled: ['yellow', '■'],
};

/** One a step, so that lines of steps that run together can be told apart. */
const COLOURS: readonly Style[] = ['cyan', 'magenta', 'blue', 'yellow', 'green'];
const MAX_LABEL = 24;

export interface OperationLogOptions {
  /** Names of steps by key, when the log does not begin with the first event. */
  readonly names?: ReadonlyMap<string, string>;
  /** Stands before every key: the step that runs this operation as its sub-tree, and `/`. */
  readonly prefix?: string;
  /** Show this step only, with its combinations. */
  readonly step?: string;
}

/** Prints the events of one operation, one line each, as they come. Events that say nothing new print nothing. */
export class OperationLog {
  readonly #terminal: Terminal;
  readonly #names: Map<string, string>;
  readonly #prefix: string;
  readonly #step: string | undefined;
  readonly #started = new Map<string, number>();
  readonly #colours = new Map<string, Style>();
  #labelWidth = 0;

  constructor(terminal: Terminal, options: OperationLogOptions = {}) {
    this.#terminal = terminal;
    this.#prefix = options.prefix ?? '';
    this.#step = options.step;
    this.#names = new Map(options.names);
    for (const key of this.#names.keys()) this.#widen(key);
  }

  show(event: OperationEvent): void {
    this.#learn(event);
    const { step } = event;
    if (step === undefined) this.#showOperation(event);
    else if (this.#step === undefined || step === this.#step || planKeyOf(step) === this.#step)
      this.#showStep(step, event);
  }

  #widen(key: string): void {
    this.#labelWidth = Math.min(MAX_LABEL, Math.max(this.#labelWidth, widthOf(this.#prefix + key)));
  }

  /** The first event lists all steps, the start of a matrix its combinations. */
  #learn({ data }: OperationEvent): void {
    for (const listed of Array.isArray(data?.steps) ? data.steps : []) {
      if (!isJsonObject(listed) || typeof listed.key !== 'string') continue;
      const { key, name = key } = listed;
      this.#names.set(key, String(name));
      this.#widen(key);
    }
  }

  #showOperation(event: OperationEvent): void {
    if (this.#step !== undefined) return;
    const message = oneLine(event.message ?? '');
    if (event.type === 'cancel') this.#terminal.line(this.#terminal.style('yellow', message));
    else if (event.type === 'error') this.#terminal.line(this.#terminal.style('red', message));
  }

  #showStep(step: string, event: OperationEvent): void {
    if (event.type === 'log') this.#showLines(step, event);
    else if (event.type === 'step') this.#showStatus(step, event);
    else if (event.type === 'artifact' || (event.type === 'progress' && event.message !== undefined))
      this.#showLines(step, event);
    else if (event.type === 'approval' && event.status !== 'waiting') this.#showLines(step, event);
  }

  #colourOf(key: string): Style {
    const known = this.#colours.get(key) ?? COLOURS[this.#colours.size % COLOURS.length] ?? 'cyan';
    this.#colours.set(key, known);
    return known;
  }

  #showLines(step: string, { message = '', type, progress, data, status }: OperationEvent): void {
    const label = pad(this.#prefix + step, this.#labelWidth);
    const share = type === 'progress' && progress !== undefined ? `${Math.round(progress * 100)} % ` : '';
    // A rejection says its comment already.
    const approved = type === 'approval' && status === 'complete' && typeof data?.comment === 'string';
    const comment = approved && data.comment !== '' ? ` ${data.comment}` : '';
    for (const line of printable(message + comment).split('\n'))
      this.#terminal.line(`  ${this.#terminal.style(this.#colourOf(step), `${label} │`)} ${share}${line}`);
  }

  #showStatus(step: string, event: OperationEvent): void {
    const { status } = event;
    if (status === undefined || status === 'queued') return;
    const { style, line } = this.#terminal;
    const [colour, mark] = MARKS[status];
    const attempt = (event.attempt ?? 1) > 1 && status === 'in_progress' ? ` (attempt ${event.attempt})` : '';
    const note = this.#note(step, event);
    const text = note === '' ? '' : `  ${style(status === 'failed' ? 'red' : 'dim', note)}`;
    line(`${style(colour, mark)} ${this.#prefix}${step}${attempt}${text}`);
  }

  /** What is worth saying beside a status. */
  #note(step: string, event: OperationEvent): string {
    const at = Date.parse(event.timestamp);
    const message = oneLine(event.message ?? '');
    const name = oneLine(this.#names.get(step) ?? step);
    const { status, data } = event;
    if (status === 'in_progress') {
      this.#started.set(step, at);
      return data?.takeover === true ? message : name === step ? '' : name;
    }
    if (status === 'waiting') {
      this.#started.set(step, at);
      const { steps } = data ?? {};
      const said = message || name;
      return Array.isArray(steps) ? `${steps.length} combinations` : said === step ? '' : said;
    }
    const started = this.#started.get(step);
    const took = started === undefined ? '' : durationText(at - started);
    if (status === 'complete') return data?.reused === true ? 'kept from the earlier run' : took;
    if (status === 'retrying' && typeof data?.retryInMs === 'number')
      return `${message} Again in ${durationText(data.retryInMs)}.`;
    return [message === step ? '' : message, status === 'failed' && took !== '' ? `(${took})` : '']
      .filter((part) => part !== '')
      .join(' ');
  }
}
