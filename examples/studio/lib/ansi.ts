/** A run of text in one look. */
export interface Span {
  readonly text: string;
  readonly color: AnsiColor | undefined;
  readonly bold: boolean;
}

export type AnsiColor = 'red' | 'green' | 'yellow' | 'blue' | 'grey';

/** Cyan and magenta take the tokens that come nearest: every colour must be readable in both themes. */
const COLORS: Readonly<Record<number, AnsiColor>> = {
  30: 'grey',
  31: 'red',
  32: 'green',
  33: 'yellow',
  34: 'blue',
  35: 'blue',
  36: 'blue',
  90: 'grey',
  91: 'red',
  92: 'green',
  93: 'yellow',
  94: 'blue',
  95: 'blue',
  96: 'blue',
};

// Built from text, since the characters themselves must not stand in a pattern.
const ESCAPES = new RegExp(
  [
    '\\u001b\\[([0-9;:?<=>]*)[ -/]*([@-~])', // CSI: colours, cursor
    '[\\u001b]\\][^\\u0007\\u001b]*(?:\\u0007|\\u001b\\\\)?', // OSC: titles, links
    '\\u001b[PX^_][^\\u001b]*(?:\\u001b\\\\)?', // device strings
    '\\u001b[ -/]*[0-~]?', // everything else
  ].join('|'),
  'g',
);
/** Control characters, and those that turn the direction of text: they can make a line say what it does not. */
const CONTROLS = /(?![\t\n])[\p{Cc}\u202a-\u202e\u2066-\u2069]/gu;

interface Look {
  readonly color: AnsiColor | undefined;
  readonly bold: boolean;
}

const PLAIN: Look = { color: undefined, bold: false };

function lookAfter(look: Look, codes: string): Look {
  const numbers = codes.split(/[;:]/).map(Number);
  let next = look;
  for (let at = 0; at < numbers.length; at += 1) {
    const code = numbers[at] ?? 0;
    // 256 colours and RGB carry more numbers, which are no codes of their own.
    if (code === 38 || code === 48) at += numbers[at + 1] === 5 ? 2 : 4;
    else if (code === 0) next = PLAIN;
    else if (code === 1) next = { ...next, bold: true };
    else if (code === 22) next = { ...next, bold: false };
    else if (code === 39) next = { ...next, color: undefined };
    else if (code in COLORS) next = { ...next, color: COLORS[code] };
  }
  return next;
}

/** A line of a terminal as runs of plain text: colours are kept as names, every other escape is left out. */
export function parseAnsi(line: string): readonly Span[] {
  const spans: Span[] = [];
  let look = PLAIN;
  let start = 0;
  const add = (end: number): void => {
    const text = line.slice(start, end).replace(CONTROLS, '');
    if (text !== '') spans.push({ text, ...look });
  };
  for (const found of line.matchAll(ESCAPES)) {
    add(found.index);
    start = found.index + found[0].length;
    if (found[2] === 'm') look = lookAfter(look, found[1] ?? '');
  }
  add(line.length);
  return spans;
}

/** A line of a terminal without its escapes. */
export const plainText = (line: string): string =>
  parseAnsi(line)
    .map(({ text }) => text)
    .join('');
