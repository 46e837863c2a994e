import type { z } from 'zod';
import type { ErrorCode } from './errors/codes.ts';
import { OrchardError } from './errors/orchard-error.ts';

const MAX_ISSUES = 20;

/**
 * Parses with a zod schema and turns its issues into one OrchardError with readable field names.
 *
 * @throws INVALID_INPUT or the given code; `details.issues` is `[{ path, message }]`.
 */
export function parseOrThrow<Schema extends z.ZodType>(
  schema: Schema,
  value: unknown,
  what: string,
  code: ErrorCode = 'INVALID_INPUT',
): z.infer<Schema> {
  const result = schema.safeParse(value);
  if (result.success) return result.data;
  const issues = result.error.issues.slice(0, MAX_ISSUES).map((issue) => ({
    path: issue.path.map(String).join('.') || '(root)',
    message: issue.message,
  }));
  const shown = issues
    .slice(0, 3)
    .map((issue) => `${issue.path}: ${issue.message}`)
    .join('; ');
  throw new OrchardError(code, `${what} is not valid: ${shown}.`, {
    details: { issues },
    cause: result.error,
  });
}
