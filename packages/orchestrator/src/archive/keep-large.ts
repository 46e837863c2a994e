import {
  type ArtifactReference,
  type BlobStore,
  type Clock,
  isOrchardError,
  type JsonObject,
  type JsonValue,
  MAX_INLINE_OUTPUT_BYTES,
  type NamedArtifact,
  OrchardError,
} from '@orchard-studio/core';

export interface KeepEnvironment {
  readonly blobs: BlobStore | undefined;
  readonly clock: Clock;
  /** Ends the wait for a BlobStore that is not available. */
  readonly signal: AbortSignal;
}

export interface KeptOutputs {
  /** With references in the place of what was kept elsewhere. */
  readonly outputs: JsonObject;
  readonly artifacts: readonly NamedArtifact[];
}

/** A BlobStore that was busy or full is asked again after this time. */
const AGAIN_MS = 500;
const LIMIT_KB = MAX_INLINE_OUTPUT_BYTES / 1024;

const utf8 = new TextEncoder();

interface Value {
  readonly name: string;
  readonly json: Uint8Array<ArrayBuffer>;
}

async function put(bytes: Uint8Array, { clock, signal }: KeepEnvironment, blobs: BlobStore): Promise<string> {
  while (true) {
    try {
      return (await blobs.put({ bytes })).hash;
    } catch (error) {
      // The work is done; it would be a pity to do it again because a disk is full for a while.
      if (!isOrchardError(error) || !error.retryable) throw error;
      await clock.sleep(AGAIN_MS, signal);
    }
  }
}

function tooLarge(bytes: number, what: string): OrchardError {
  return new OrchardError(
    'OUTPUTS_TOO_LARGE',
    `The step put out ${Math.ceil(bytes / 1024)} KB, more than ${LIMIT_KB} KB. ${what}`,
    { details: { bytes } },
  );
}

/** The largest values, as many as must go for the rest to fit. */
function valuesToMove(outputs: JsonObject, total: number): readonly Value[] {
  const values = Object.entries(outputs)
    .filter(([, value]) => value !== undefined)
    .map(([name, value]: readonly [string, JsonValue]) => ({
      name,
      json: utf8.encode(JSON.stringify(value)),
    }))
    .sort((a, b) => b.json.byteLength - a.json.byteLength);
  const moved: Value[] = [];
  let left = total;
  for (const value of values) {
    const gain = value.json.byteLength - utf8.encode(JSON.stringify(placeholder(value))).byteLength;
    if (left <= MAX_INLINE_OUTPUT_BYTES || gain <= 0) break;
    moved.push(value);
    left -= gain;
  }
  if (left <= MAX_INLINE_OUTPUT_BYTES) return moved;
  throw tooLarge(left, 'No value of it is large: let it put out fewer, or one list of them.');
}

/** As long as the reference will be. */
const placeholder = ({ json }: Value): ArtifactReference => ({
  $artifact: '0'.repeat(64),
  bytes: json.byteLength,
});

/**
 * Outputs as they are recorded: when their JSON has more than 64 KB, the largest values are put into the BlobStore until
 * the rest fits. They are safe there when this resolves.
 *
 * @throws OUTPUTS_TOO_LARGE without a BlobStore, and for more than 64 KB of small values; what the BlobStore throws
 */
export async function keepLarge(outputs: JsonObject, env: KeepEnvironment): Promise<KeptOutputs> {
  const total = utf8.encode(JSON.stringify(outputs)).byteLength;
  if (total <= MAX_INLINE_OUTPUT_BYTES) return { outputs, artifacts: [] };
  const { blobs } = env;
  if (blobs === undefined)
    throw tooLarge(
      total,
      'Give the runner a BlobStore (`blobs`) to keep it in, or let the step put out less.',
    );
  const artifacts: NamedArtifact[] = [];
  for (const { name, json } of valuesToMove(outputs, total))
    artifacts.push({ name, $artifact: await put(json, env, blobs), bytes: json.byteLength });
  const references = artifacts.map(({ name, ...reference }) => [name, reference] as const);
  return { outputs: { ...outputs, ...Object.fromEntries(references) }, artifacts };
}
