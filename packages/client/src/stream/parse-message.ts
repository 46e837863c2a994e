import { OrchardError, parseOrThrow } from '@orchard-studio/core';
import type { z } from 'zod';

/** The checked JSON of a message. @throws INTERNAL */
export function parseMessage<Schema extends z.ZodType>(schema: Schema, data: string): z.infer<Schema> {
  let value: unknown;
  try {
    value = JSON.parse(data);
  } catch (cause) {
    throw new OrchardError('INTERNAL', 'The event stream carries something that is not JSON.', { cause });
  }
  return parseOrThrow(schema, value, 'A message of the stream', 'INTERNAL');
}
