import { styleText } from 'node:util';

export type Style = Parameters<typeof styleText>[0];

/** Where a command writes. Styles are left out when the stream is no terminal or NO_COLOR is set. */
export interface Terminal {
  /** Columns of the terminal; infinite when the output goes elsewhere. Read it anew: windows are resized. */
  readonly width: number;
  /** Writes a line to standard output. */
  line(text?: string): void;
  /** Writes a line to standard error. */
  error(text: string): void;
  style(style: Style, text: string): string;
}

export function createTerminal(stdout: NodeJS.WriteStream, stderr: NodeJS.WriteStream): Terminal {
  return {
    get width() {
      return stdout.isTTY ? stdout.columns || 80 : Number.POSITIVE_INFINITY;
    },
    line: (text = '') => void stdout.write(`${text}\n`),
    error: (text) => void stderr.write(`${text}\n`),
    style: (style, text) => styleText(style, text, { stream: stdout }),
  };
}

/**
 * Text from a model, a tree or an app, made safe for a terminal: control characters, which could move the cursor or
 * retitle the window, become visible. Line breaks stay.
 */
export function printable(text: string): string {
  return text.replace(
    /[^\P{Cc}\t\n]/gu,
    (character) => `\\x${character.charCodeAt(0).toString(16).padStart(2, '0')}`,
  );
}

/** The same on one line. */
export const oneLine = (text: string): string => printable(text).replace(/\s*[\n\t]\s*/g, ' ');
