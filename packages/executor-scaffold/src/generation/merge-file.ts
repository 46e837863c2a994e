import type { JsonValue, MergeConflict } from '@orchard-studio/core';
import { asJson, asText, sameBytes, utf8 } from '../files/bytes.ts';
import { mergeJson } from './merge-json.ts';
import type { Three } from './merge-sequence.ts';
import { mergeText } from './merge-text.ts';

/** Two versions that did not go together: one stands in the file, the other is set aside. */
export interface Dispute {
  readonly reason: string;
  readonly lines: MergeConflict['lines'];
  /** Whose version is set aside. */
  readonly aside: 'person' | 'generator';
  readonly copy: Uint8Array;
}

export interface MergedFile {
  readonly bytes: Uint8Array;
  readonly dispute?: Dispute;
}

/** `base` is undefined when it is not known what the generator wrote last. */
export interface FileVersions {
  readonly path: string;
  readonly base: Uint8Array | undefined;
  readonly ours: Uint8Array;
  readonly theirs: Uint8Array;
}

const SHOWN = 5;

function keepOurs({ ours, theirs }: Three<Uint8Array>, reason: string): MergedFile {
  return { bytes: ours, dispute: { reason, lines: [], aside: 'generator', copy: theirs } };
}

/** The generated version stands; the person's is set aside. */
export function takeTheirs(ours: Uint8Array, theirs: Uint8Array, reason: string): MergedFile {
  return { bytes: theirs, dispute: { reason, lines: [], aside: 'person', copy: ours } };
}

/** JSON as the person's file is laid out. */
function printLike(value: JsonValue, ours: string): string {
  const [, indent] = /\n([ \t]+)["{[]/.exec(ours) ?? [];
  const text = JSON.stringify(value, null, indent?.slice(0, 10) ?? (ours.includes('\n') ? 2 : 0));
  return ours.endsWith('\n') ? `${text}\n` : text;
}

function mergeAsJson(three: Three<Uint8Array>): MergedFile | undefined {
  const [base, theirs] = [asJson(three.base), asJson(three.theirs)];
  // Called .json, but with comments in it, for example: then it is merged as text.
  if (base === undefined || theirs === undefined) return undefined;
  const ours = asJson(three.ours);
  if (ours === undefined) {
    return takeTheirs(
      three.ours,
      three.theirs,
      'The edited file is no valid JSON, so the generated one replaces it.',
    );
  }
  const { value, conflicts } = mergeJson({ base, ours, theirs });
  const bytes = utf8(printLike(value ?? ours, asText(three.ours) ?? ''));
  if (conflicts.length === 0) return { bytes };
  const places = conflicts.slice(0, SHOWN).join(', ');
  const more = conflicts.length > SHOWN ? ` and ${conflicts.length - SHOWN} more` : '';
  const reason = `Changed by hand and by the builder: ${places}${more}. The version made by hand stands.`;
  return { bytes, dispute: { reason, lines: [], aside: 'generator', copy: three.theirs } };
}

function mergeAsText(three: Three<Uint8Array>): MergedFile {
  const [base, ours, theirs] = [asText(three.base), asText(three.ours), asText(three.theirs)];
  if (base === undefined || ours === undefined || theirs === undefined)
    return keepOurs(
      three,
      'Changed by hand and by the builder, and it is no text. The version made by hand stands.',
    );
  const merged = mergeText({ base, ours, theirs });
  if (merged === undefined)
    return keepOurs(
      three,
      'Changed by hand and by the builder, and too long to be merged. The version made by hand stands.',
    );
  const bytes = utf8(merged.text);
  if (merged.lines.length === 0) return { bytes };
  const reason = 'The same lines were changed by hand and by the builder. Those made by hand stand.';
  return { bytes, dispute: { reason, lines: merged.lines, aside: 'generator', copy: three.theirs } };
}

/**
 * Merges what a person and the generator made of a file. It never throws, never writes marks into a file, and JSON
 * stays JSON.
 */
export function mergeFile({ path, base, ours, theirs }: FileVersions): MergedFile {
  if (sameBytes(ours, theirs)) return { bytes: ours };
  if (base === undefined)
    return takeTheirs(
      ours,
      theirs,
      'It was there before and nothing is known of where it came from. The new one replaces it.',
    );
  if (sameBytes(base, ours)) return { bytes: theirs };
  if (sameBytes(base, theirs)) return { bytes: ours };
  const three = { base, ours, theirs };
  try {
    return (path.endsWith('.json') ? mergeAsJson(three) : undefined) ?? mergeAsText(three);
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    return keepOurs(
      three,
      'Changed by hand and by the builder, and nested too deep to be merged. The version made by hand stands.',
    );
  }
}
