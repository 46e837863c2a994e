const DAY = /^\d{4}-\d{2}-\d{2}$/;
const DATETIME = /^(\d{4}-\d{2}-\d{2})[T ](\d{2}:\d{2}(?::\d{2}(?:\.\d{1,3})?)?)(Z|[+-]\d{2}:\d{2})?$/i;

/** Whether a day exists; the year 0 does not. @param {string} text */
export function isDay(text) {
  const day = new Date(`${text}T00:00:00Z`);
  const exists = DAY.test(text) && !Number.isNaN(day.getTime()) && day.toISOString().startsWith(text);
  return exists && !text.startsWith('0000');
}

/**
 * A moment in UTC with milliseconds, so that such texts sort by time. Without a time zone it is taken as UTC.
 *
 * @param {string} text
 * @returns {string | undefined} undefined when there is no such moment in the years 1 to 9999
 */
export function toMoment(text) {
  const match = DATETIME.exec(text.trim());
  const [, day = '', time = '', zone = 'Z'] = match ?? [];
  const at = new Date(`${day}T${time}${zone.toUpperCase()}`);
  if (match === null || !isDay(day) || Number.isNaN(at.getTime())) return undefined;
  const moment = at.toISOString();
  return /^(?!0000)\d{4}-/.test(moment) ? moment : undefined;
}
