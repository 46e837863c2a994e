import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { showTable } from '../../src/output/table.ts';
import type { Terminal } from '../../src/output/terminal.ts';
import { durationText } from '../../src/output/time.ts';
import { fit, pad, widthOf } from '../../src/output/width.ts';

function terminal(width: number) {
  const lines: string[] = [];
  const made: Terminal = {
    width,
    line: (text = '') => void lines.push(text),
    error: () => {},
    style: (_style, text) => text,
  };
  return { lines, terminal: made };
}

describe('text in columns', () => {
  it('counts what a terminal shows', () => {
    expect(['abc', '日本', 'e\u0301', '👍', '\u200b'].map(widthOf)).toEqual([3, 4, 1, 2, 0]);
  });

  it('is never wider than asked for, and as wide when it is padded', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), fc.integer({ min: 2, max: 40 }), (text, width) => {
        expect(widthOf(fit(text, width))).toBeLessThanOrEqual(width);
        expect(widthOf(pad(text, width))).toBe(width);
      }),
    );
  });

  it('keeps tables within the terminal', () => {
    const { lines, terminal: narrow } = terminal(40);
    const columns = [{ title: 'ID' }, { title: 'TREE', shrinks: true }, { title: 'STATUS' }];
    showTable(narrow, { columns, rows: [['op_12345678', 'a-tree-with-quite-a-long-name', 'succeeded']] });
    expect(lines).toEqual([
      'ID           TREE              STATUS',
      'op_12345678  a-tree-with-qui…  succeeded',
    ]);
  });

  it('says durations as people do', () => {
    expect([40, 9_960, 61_000, 7_500_000].map(durationText)).toEqual([
      '0.0 s',
      '10 s',
      '1 min 01 s',
      '2 h 05 min',
    ]);
  });
});
