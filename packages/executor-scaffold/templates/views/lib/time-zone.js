/** @param {number} at milliseconds @param {string} zone @returns {string} `2026-01-31T14:30:00` on the clocks there */
function clockAt(at, zone) {
  const format = new Intl.DateTimeFormat('en-CA', {
    timeZone: zone,
    hourCycle: 'h23',
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
    hour: '2-digit',
    minute: '2-digit',
    second: '2-digit',
  });
  const parts = Object.fromEntries(format.formatToParts(at).map(({ type, value }) => [type, value]));
  const year = String(parts.year).padStart(4, '0');
  return `${year}-${parts.month}-${parts.day}T${parts.hour}:${parts.minute}:${parts.second}`;
}

/** @param {number} at milliseconds @param {string} zone */
const offsetAt = (at, zone) => Date.parse(`${clockAt(at, zone)}Z`) - Math.floor(at / 1_000) * 1_000;

/** What a browser's control for date and time takes. @param {string} iso @param {string} zone */
export const toLocal = (iso, zone) => clockAt(Date.parse(iso), zone).slice(0, 16);

/**
 * The moment that clocks of a zone show so. An hour that clocks skip means the one after; of an hour that they show
 * twice the first is meant. A text that says its own zone, or is no time, stays as it is.
 *
 * @param {string} text as a browser sends it: `2026-01-31T14:30`
 * @param {string} zone
 */
export function fromLocal(text, zone) {
  if (!/^\d{4}-\d{2}-\d{2}[T ]\d{2}:\d{2}(?::\d{2}(?:\.\d+)?)?$/.test(text)) return text;
  const clock = Date.parse(`${text.replace(' ', 'T')}Z`);
  if (Number.isNaN(clock)) return text;
  const guesses = [clock - offsetAt(clock - 86_400_000, zone), clock - offsetAt(clock + 86_400_000, zone)];
  const exact = guesses.filter((at) => at + offsetAt(at, zone) === clock);
  const at = exact.length > 0 ? Math.min(...exact) : Math.max(...guesses);
  return new Date(at).toISOString();
}
