import { type JsonObject, type JsonValue, OrchardError } from '@orchard-studio/core';

/** Of a body, and of everything a step puts out. */
const MAX_BODY_BYTES = 64 * 1024;
const MAX_HEADERS = 64;
/** Not handed on: outputs stand in the ledger, and these are keys to a session. */
const SECRET_HEADERS: ReadonlySet<string> = new Set(['set-cookie', 'www-authenticate', 'proxy-authenticate']);

/** @throws STEP_FAILED for more than 64 KB: half a value must not be handed on */
async function readBounded(response: Response): Promise<string> {
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  for await (const chunk of response.body ?? []) {
    bytes += chunk.byteLength;
    if (bytes > MAX_BODY_BYTES)
      throw new OrchardError('STEP_FAILED', `The answer is larger than ${MAX_BODY_BYTES / 1024} KB.`, {
        retryable: false,
      });
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}

function parsed(text: string): JsonValue | undefined {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** What a step puts out: `status`, `headers`, and `json` when the answer is JSON, else `body`. */
export async function outputsOf(response: Response): Promise<JsonObject> {
  const text = await readBounded(response);
  const headers = [...response.headers].filter(([name]) => !SECRET_HEADERS.has(name)).slice(0, MAX_HEADERS);
  const type = response.headers.get('content-type') ?? '';
  const json = /^application\/(?:[\w.+-]*\+)?json\b/i.test(type) ? parsed(text) : undefined;
  return {
    status: response.status,
    headers: Object.fromEntries(headers),
    ...(json === undefined ? { body: text } : { json }),
  };
}
