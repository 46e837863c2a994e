import { OrchardError } from '@orchard-studio/core';
import type { ParseError } from 'jsonc-parser';

/** Largest request body, in bytes. */
export const MAX_BODY_BYTES = 1024 * 1024;

async function readText(request: Request): Promise<string> {
  const tooLarge = () =>
    new OrchardError('PAYLOAD_TOO_LARGE', `The body is larger than ${MAX_BODY_BYTES / 1024} KB.`);
  if (Number(request.headers.get('content-length') ?? 0) > MAX_BODY_BYTES) throw tooLarge();
  if (request.body === null) return '';
  const decoder = new TextDecoder('utf-8', { fatal: true });
  let size = 0;
  let text = '';
  try {
    for await (const chunk of request.body) {
      size += chunk.byteLength;
      if (size > MAX_BODY_BYTES) throw tooLarge();
      text += decoder.decode(chunk, { stream: true });
    }
    return text + decoder.decode();
  } catch (error) {
    if (error instanceof TypeError) throw new OrchardError('MALFORMED_JSON', 'The body is not UTF-8 text.');
    throw error;
  }
}

/** Line and column of the first fault. The platform's parser does not always say where it stopped; this one does. */
async function placeOfFault(text: string): Promise<{ readonly line: number; readonly column: number }> {
  const { parse } = await import('jsonc-parser');
  const errors: ParseError[] = [];
  try {
    parse(text, errors, { disallowComments: true, allowTrailingComma: false });
  } catch {
    // Nested deeper than the stack: what was found until then has to do.
  }
  const before = text.slice(0, errors[0]?.offset ?? text.length).split('\n');
  return { line: before.length, column: (before.at(-1) ?? '').length + 1 };
}

/**
 * The JSON body of a request; an empty body reads as `{}`.
 *
 * @throws UNSUPPORTED_MEDIA_TYPE, PAYLOAD_TOO_LARGE; MALFORMED_JSON with `details: { line, column }`.
 */
export async function readJson(request: Request): Promise<unknown> {
  const text = await readText(request);
  if (text.trim() === '') return {};
  // Forms and text/plain can be posted from any site without a preflight, so only JSON is read.
  if (!/^application\/(?:[\w.-]+\+)?json\s*(?:;|$)/i.test(request.headers.get('content-type') ?? '')) {
    throw new OrchardError('UNSUPPORTED_MEDIA_TYPE', 'Send the body as application/json.');
  }
  try {
    return JSON.parse(text);
  } catch {
    const place = await placeOfFault(text);
    throw new OrchardError(
      'MALFORMED_JSON',
      `The body is not JSON: see line ${place.line}, column ${place.column}.`,
      {
        details: place,
      },
    );
  }
}
