import type { MergeConflict } from '@orchard-studio/core';
import { mergeSequence, type Three } from './merge-sequence.ts';

export interface MergedText {
  readonly text: string;
  /** Where both sides changed the same lines: lines of `text`, in which the person's version stands. */
  readonly lines: MergeConflict['lines'];
}

/** True for a text whose lines all end as on Windows. */
const hasWindowsEnds = (text: string): boolean => /\r\n/.test(text) && !/(?:^|[^\r])\n/.test(text);

function mergeLines(texts: Three<string>): MergedText | undefined {
  const split = (text: string): readonly string[] => text.split('\n');
  const stretches = mergeSequence({
    base: split(texts.base),
    ours: split(texts.ours),
    theirs: split(texts.theirs),
  });
  if (stretches === undefined) return undefined;
  const merged: string[] = [];
  const lines: { from: number; to: number }[] = [];
  for (const { items, isConflict } of stretches) {
    if (isConflict) lines.push({ from: merged.length + 1, to: merged.length + Math.max(1, items.length) });
    for (const item of items) merged.push(item);
  }
  return { text: merged.join('\n'), lines };
}

/**
 * Merges two descendants of a text line by line. Never adds marks of its own.
 *
 * @returns undefined when the texts are too long to be compared.
 */
export function mergeText(texts: Three<string>): MergedText | undefined {
  // An editor that saved it the Windows way changed every line without meaning to.
  if (!hasWindowsEnds(texts.ours) || /\r/.test(texts.base) || /\r/.test(texts.theirs))
    return mergeLines(texts);
  const merged = mergeLines({ ...texts, ours: texts.ours.replaceAll('\r\n', '\n') });
  return merged && { ...merged, text: merged.text.replaceAll('\n', '\r\n') };
}
