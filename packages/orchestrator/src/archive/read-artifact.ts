import { type BlobStore, type JsonValue, OrchardError } from '@orchard-studio/core';

/**
 * The value that a reference stands for.
 *
 * @throws PORT_MISSING without a BlobStore; NOT_FOUND; STORAGE_CORRUPT
 */
export async function readArtifact(blobs: BlobStore | undefined, hash: string): Promise<JsonValue> {
  if (blobs === undefined)
    throw new OrchardError(
      'PORT_MISSING',
      'Artifacts cannot be read: give the runner a BlobStore (`blobs`).',
    );
  const bytes = await blobs.get({ hash });
  if (bytes === undefined) throw new OrchardError('NOT_FOUND', `There is no artifact "${hash}".`);
  try {
    return JSON.parse(new TextDecoder().decode(bytes));
  } catch (cause) {
    throw new OrchardError('STORAGE_CORRUPT', `The blob "${hash}" is not an artifact.`, { cause });
  }
}
