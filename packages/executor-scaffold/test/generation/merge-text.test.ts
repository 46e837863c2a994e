import fc from 'fast-check';
import { expect, test } from 'vitest';
import { mergeText } from '../../src/generation/merge-text.ts';

/** Lines that are often the same, so that a comparison can go wrong. */
const line = fc.oneof(fc.constantFrom('', '}', 'a', 'b', '  return;'), fc.string({ maxLength: 4 }));
const text = fc.array(line, { maxLength: 12 }).map((lines) => lines.join('\n'));
const MARKS = /^(?:<{7}|={7}|>{7}|\|{7})/m;

test('what only one side changed is as that side has it', () => {
  fc.assert(
    fc.property(text, text, (base, changed) => {
      expect(mergeText({ base, ours: changed, theirs: base })).toMatchObject({ text: changed, lines: [] });
      expect(mergeText({ base, ours: base, theirs: changed })).toMatchObject({ text: changed, lines: [] });
      expect(mergeText({ base, ours: changed, theirs: changed })).toMatchObject({ text: changed, lines: [] });
    }),
  );
});

test('every line that a person added is still there, and no marks are', () => {
  const added = fc.array(fc.record({ at: fc.nat(12), mine: fc.nat(99) }), { maxLength: 5 });
  fc.assert(
    fc.property(text, text, added, (base, theirs, additions) => {
      const lines = base.split('\n');
      for (const { at, mine } of additions) lines.splice(at, 0, `mine ${mine}`);
      const merged = mergeText({ base, ours: lines.join('\n'), theirs });
      const result = merged?.text.split('\n') ?? [];
      for (const { mine } of additions) expect(result).toContain(`mine ${mine}`);
      expect(MARKS.test(merged?.text ?? '<<<<<<<')).toBe(false);
    }),
  );
});

/** For each line of the base, whether the person or the generator changed it; no two changes touch. */
const plan = fc
  .array(fc.constantFrom('nobody', 'ours', 'theirs'), { minLength: 1, maxLength: 30 })
  .map((who) => who.flatMap((each) => [each, 'nobody'] as const));

test('changes in different places are all kept', () => {
  fc.assert(
    fc.property(plan, fc.boolean(), (who, isRemoval) => {
      const version = (sides: readonly string[]): string =>
        who
          .flatMap((each, at) => {
            if (!sides.includes(each)) return [`line ${at}`];
            return isRemoval && each === 'ours' ? [] : [`line ${at} by ${each}`, `more by ${each} ${at}`];
          })
          .join('\n');
      const merged = mergeText({ base: version([]), ours: version(['ours']), theirs: version(['theirs']) });
      expect(merged).toEqual({ text: version(['ours', 'theirs']), lines: [] });
    }),
  );
});

test('where both changed the same lines, those of the person stand and are named', () => {
  const merged = mergeText({
    base: 'a\nb\nc\nd\ne\nf',
    ours: 'a\nmine\nmine too\nc\nd\ne\nf',
    theirs: 'a\ntheirs\nc\nd\ne\nF',
  });
  expect(merged).toEqual({ text: 'a\nmine\nmine too\nc\nd\ne\nF', lines: [{ from: 2, to: 3 }] });
  const removed = mergeText({ base: 'a\nb\nc', ours: 'a\nc', theirs: 'a\ntheirs\nc' });
  expect(removed).toEqual({ text: 'a\nc', lines: [{ from: 2, to: 2 }] });
});

test('a file that was saved the Windows way is merged line by line, and stays that way', () => {
  const merged = mergeText({ base: 'a\nb\nc\nd\n', ours: 'a\r\nmine\r\nc\r\nd\r\n', theirs: 'a\nb\nc\nD\n' });
  expect(merged).toEqual({ text: 'a\r\nmine\r\nc\r\nD\r\n', lines: [] });
});

test('texts that would take minutes to compare are not compared', () => {
  const same = `${'x\n'.repeat(15_000)}`;
  expect(mergeText({ base: same, ours: `${same}a`, theirs: `b${same}` })).toBeUndefined();
});
