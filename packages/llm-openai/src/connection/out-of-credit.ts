const CODES: ReadonlySet<unknown> = new Set([
  'insufficient_quota',
  'billing_not_active',
  'billing_hard_limit_reached',
]);

/**
 * Whether the account has nothing left to pay with. OpenAI says so with status 429, as it does of too many requests, but
 * no waiting helps.
 *
 * @source https://platform.openai.com/docs/guides/error-codes
 */
export function isOutOfCredit(error: unknown): boolean {
  if (typeof error !== 'object' || error === null) return false;
  return ('code' in error && CODES.has(error.code)) || ('type' in error && CODES.has(error.type));
}
