import { constantFrom, assert as holds, property, string } from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseAnsi, plainText } from '../lib/ansi.ts';

const ESC = '\u001b';

describe('a line of a terminal', () => {
  it('keeps its colours as names', () => {
    expect(parseAnsi(`${ESC}[1;32mok${ESC}[0m and ${ESC}[38;5;31;91mbad`)).toEqual([
      { text: 'ok', color: 'green', bold: true },
      { text: ' and ', color: undefined, bold: false },
      { text: 'bad', color: 'red', bold: false },
    ]);
  });

  it('loses everything else that a terminal would obey', () => {
    const line = `a${ESC}[2K${ESC}]8;;http://x.example${ESC}\\b${ESC}]0;title\u0007c\u0008${ESC}(Bd\u202ee`;
    expect(plainText(line)).toBe('abcde');
    expect(plainText('<b>&amp;</b>')).toBe('<b>&amp;</b>');
  });

  it('never holds a character that a terminal would obey, whatever was printed', () => {
    const unit = constantFrom(
      ESC,
      '[',
      ']',
      ';',
      'm',
      '3',
      '1',
      'P',
      '\\',
      '\u0007',
      '\r',
      '\u009b',
      '\u202e',
      'a',
      '\t',
    );
    holds(
      property(string({ unit, maxLength: 40 }), (line) => {
        expect(plainText(line)).not.toMatch(/(?!\t)[\p{Cc}\p{Bidi_Control}]/u);
        expect(plainText(plainText(line))).toBe(plainText(line));
      }),
      { numRuns: 500 },
    );
  });
});
