import { OrchardError } from '@orchard-studio/core';

/** PostgreSQL cuts longer names off. */
const NAME = /^[A-Za-z_][A-Za-z0-9_$-]{0,62}$/;

/** The name of a schema as SQL. @throws CONFIG_INVALID when it is none. */
export function quoted(schema: string): string {
  if (NAME.test(schema)) return `"${schema}"`;
  throw new OrchardError(
    'CONFIG_INVALID',
    'The option `schema` must be up to 63 letters, digits, _, $ and -, starting with a letter or _.',
  );
}
