/** Making one takes far longer than asking it. @type {Map<string, Intl.DateTimeFormat>} */
const clocks = new Map();

/** @param {string} zone */
function clockOf(zone) {
  const known = clocks.get(zone);
  if (known !== undefined) return known;
  const made = new Intl.DateTimeFormat('en', {
    timeZone: zone,
    hourCycle: 'h23',
    era: 'short',
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
    hour: 'numeric',
    minute: 'numeric',
    second: 'numeric',
  });
  clocks.set(zone, made);
  return made;
}

/** What the clocks of a zone show, as if they stood in UTC. @param {number} at milliseconds @param {string} zone @returns {number} milliseconds */
function clockAt(at, zone) {
  const parts = Object.fromEntries(
    clockOf(zone)
      .formatToParts(at)
      .map(({ type, value }) => [type, value]),
  );
  const year = Number(parts.year);
  const clock = new Date(0);
  // Before the year 1 comes the year 1 before: a text of such a year, or of one after 9999, would be none.
  clock.setUTCFullYear(
    parts.era?.startsWith('B') ? 1 - year : year,
    Number(parts.month) - 1,
    Number(parts.day),
  );
  return clock.setUTCHours(Number(parts.hour), Number(parts.minute), Number(parts.second));
}

/** @param {number} at milliseconds @param {string} zone */
const offsetAt = (at, zone) => clockAt(at, zone) - Math.floor(at / 1_000) * 1_000;

/** What a browser's control for date and time takes; in UTC where clocks show a year that has not four digits. @param {string} iso @param {string} zone */
export function toLocal(iso, zone) {
  const local = new Date(clockAt(Date.parse(iso), zone)).toISOString();
  return (/^(?!0000)\d{4}-/.test(local) ? local : iso).slice(0, 16);
}

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
