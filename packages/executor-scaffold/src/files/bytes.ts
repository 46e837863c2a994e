import { createHash } from 'node:crypto';
import type { JsonValue } from '@orchard-studio/core';

export const sameBytes = (a: Uint8Array, b: Uint8Array): boolean => Buffer.compare(a, b) === 0;

/** SHA-256 as 64 hex digits: the platform's own, since a build hashes every file several times. */
export const sha256 = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');

export const utf8 = (text: string): Uint8Array => Buffer.from(text, 'utf8');

/** Bytes as text; undefined when they are something else, such as a picture. */
export function asText(bytes: Uint8Array): string | undefined {
  if (bytes.includes(0)) return undefined;
  try {
    // The byte order mark stays where it was.
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    return undefined;
  }
}

/** Bytes as JSON; undefined when they are none. */
export function asJson(bytes: Uint8Array): JsonValue | undefined {
  const text = asText(bytes);
  if (text === undefined) return undefined;
  try {
    const value: JsonValue = JSON.parse(text);
    return value;
  } catch {
    return undefined;
  }
}
