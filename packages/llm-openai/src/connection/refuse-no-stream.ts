import { OrchardError } from '@orchard-studio/core';
import type { Connection } from './connection.ts';

const LONGEST_QUOTE = 200;

/**
 * Some servers answer a wrong path with status 200 and a page or a JSON object; so does one that cannot stream. Read as a
 * stream that would be an empty one.
 *
 * @throws MODEL_REJECTED
 */
export async function refuseNoStream(response: Response, { baseURL, redactor }: Connection): Promise<void> {
  const type = response.headers.get('content-type') ?? '';
  if (!/^(application\/json|text\/html)\b/i.test(type)) return;
  const { value } = (await response.body?.getReader().read()) ?? {};
  const quote = redactor.redact(new TextDecoder().decode(value).replace(/\s+/g, ' ')).slice(0, LONGEST_QUOTE);
  throw new OrchardError(
    'MODEL_REJECTED',
    `The server at ${baseURL} did not answer with a stream but with ${type}: ${quote} – check baseURL, which mostly ends in /v1.`,
  );
}
