import { OrchardError } from '@orchard-studio/core';

/** Text of a JSON column. */
export const toJson = (value: unknown): string => JSON.stringify(value);

/** Text of a nullable JSON column: a JSON null is no value. */
export const toNullableJson = (value: unknown): string | null => (value === null ? null : toJson(value));

/**
 * What a JSON column holds. Only this package writes these columns, so the value is of the type it was written as.
 *
 * @throws STORAGE_CORRUPT when the text is not JSON.
 */
export function fromJson<T>(text: string): T {
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new OrchardError(
      'STORAGE_CORRUPT',
      'A stored record cannot be read; keep the database and restore a backup.',
      { cause },
    );
  }
}

/** {@link fromJson} of a nullable column. */
export const fromNullableJson = <T>(text: string | null): T | null => (text === null ? null : fromJson(text));
