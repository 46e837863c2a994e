import { z } from 'zod';
import { isJsonObject, type JsonValue } from '../json.ts';

/** Outputs of a step whose JSON is larger than this are kept in the BlobStore, the largest values first. */
export const MAX_INLINE_OUTPUT_BYTES = 64 * 1024;

/** Name of a blob: its SHA-256 as 64 lower-case hex digits. */
export const blobHashSchema = z.string().regex(/^[0-9a-f]{64}$/, 'is not a SHA-256 hash');

/** Stands in outputs for a value that is kept in the BlobStore, as JSON. */
export const artifactReferenceSchema = z.strictObject({
  $artifact: blobHashSchema,
  /** Size of the value's JSON in UTF-8. */
  bytes: z.int().min(0),
});

export type ArtifactReference = z.infer<typeof artifactReferenceSchema>;

/** The reference that a value is; undefined when it is none. */
export function readArtifactReference(value: unknown): ArtifactReference | undefined {
  if (!isJsonObject(value) || value.$artifact === undefined) return undefined;
  return artifactReferenceSchema.safeParse(value).data;
}

const KB = 1024;

/** How large something is, for people: `70 KB`, `1.2 MB`. */
export function sizeText(bytes: number): string {
  return bytes < KB * KB ? `${Math.ceil(bytes / KB)} KB` : `${(bytes / KB / KB).toFixed(1)} MB`;
}

/** A reference and where it stands: `report`, or `list.0.text` when it lies deeper. */
export interface NamedArtifact extends ArtifactReference {
  readonly name: string;
}

/** Every reference within a value, by where it stands. */
export function artifactsIn(value: JsonValue, name = ''): readonly NamedArtifact[] {
  if (typeof value !== 'object' || value === null) return [];
  const found = readArtifactReference(value);
  if (found !== undefined) return [{ name, ...found }];
  return Object.entries(value).flatMap(([key, inner]: readonly [string, JsonValue]) =>
    artifactsIn(inner, name === '' ? key : `${name}.${key}`),
  );
}

/** A reference in JSON; also within a text of it, where quotes are escaped, as `toJSON()` makes one. */
const NAMED = /\$artifact\\*"\s*:\s*\\*"([0-9a-f]{64})\\*"/g;

/**
 * Hashes of the artifacts that JSON texts name: what a store must keep as long as it keeps these texts. Each once.
 *
 * @param texts - JSON; null holds nothing
 */
export function artifactsNamedBy(texts: readonly (string | null)[]): readonly string[] {
  const named = texts.filter((text) => text?.includes('$artifact'));
  if (named.length === 0) return [];
  const found = named.flatMap((text) => Array.from((text ?? '').matchAll(NAMED), ([, hash = '']) => hash));
  return [...new Set(found)];
}
