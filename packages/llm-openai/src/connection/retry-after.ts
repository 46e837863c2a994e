/**
 * How long the server asks to wait, in milliseconds.
 *
 * @source RFC 9110, 10.2.3: seconds or a date; `retry-after-ms` is OpenAI's own
 */
export function retryAfterMs(headers: Headers | undefined, now: Date): number | undefined {
  const exact = Number.parseFloat(headers?.get('retry-after-ms') ?? '');
  if (exact >= 0) return exact;
  const header = headers?.get('retry-after') ?? '';
  const seconds = Number.parseFloat(header);
  if (seconds >= 0) return seconds * 1_000;
  const at = Date.parse(header);
  return Number.isNaN(at) ? undefined : Math.max(0, at - now.getTime());
}
