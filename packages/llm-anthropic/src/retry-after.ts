const LIMITS = ['requests', 'tokens', 'input-tokens', 'output-tokens'] as const;

function amount(text: string | null): number | undefined {
  const number = text === null || text.trim() === '' ? Number.NaN : Number(text);
  return Number.isFinite(number) && number >= 0 ? number : undefined;
}

function until(date: string | null, now: Date): number | undefined {
  const at = date === null ? Number.NaN : Date.parse(date);
  return Number.isNaN(at) ? undefined : Math.max(0, at - now.getTime());
}

/**
 * How long the vendor wants to be left alone, in milliseconds: what it says outright, else until the last of its used
 * up limits is filled again.
 *
 * @source https://platform.claude.com/docs/en/api/rate-limits#response-headers
 */
export function retryAfterMs(headers: Headers, now: Date): number | undefined {
  const ms = amount(headers.get('retry-after-ms'));
  const seconds = amount(headers.get('retry-after'));
  const said =
    ms ?? (seconds === undefined ? until(headers.get('retry-after'), now) : Math.ceil(seconds * 1_000));
  if (said !== undefined) return said;
  const waits = LIMITS.filter((limit) => headers.get(`anthropic-ratelimit-${limit}-remaining`) === '0')
    .map((limit) => until(headers.get(`anthropic-ratelimit-${limit}-reset`), now))
    .filter((wait) => wait !== undefined);
  return waits.length === 0 ? undefined : Math.max(...waits);
}
