const UNITS: readonly (readonly [Intl.RelativeTimeFormatUnit, number])[] = [
  ['day', 86_400_000],
  ['hour', 3_600_000],
  ['minute', 60_000],
];

const relative = new Intl.RelativeTimeFormat('en', { numeric: 'auto' });

/** "3 hours ago", or a date once it is a week old. */
export function ago(iso: string, now: number = Date.now()): string {
  const ms = Date.parse(iso) - now;
  if (-ms > 7 * 86_400_000) return new Date(iso).toLocaleDateString('en', { dateStyle: 'medium' });
  const unit = UNITS.find(([, size]) => Math.abs(ms) >= size);
  return unit === undefined ? 'just now' : relative.format(Math.round(ms / unit[1]), unit[0]);
}

/** "14:03:22", local time. */
export function clockTime(iso: string): string {
  const at = new Date(iso);
  return Number.isNaN(at.getTime()) ? '' : at.toLocaleTimeString('en-GB');
}

/** "42 s", "3 min 10 s". */
export function duration(ms: number): string {
  const seconds = Math.max(0, Math.round(ms / 1_000));
  return seconds < 60 ? `${seconds} s` : `${Math.floor(seconds / 60)} min ${seconds % 60} s`;
}

/** "0.4 s", "42 s", "3 min": for where there is little room. */
export function briefly(ms: number): string {
  if (ms < 9_950) return `${(ms / 1_000).toFixed(1)} s`;
  const seconds = Math.round(ms / 1_000);
  if (seconds < 60) return `${seconds} s`;
  const minutes = Math.floor(seconds / 60);
  return minutes < 60 ? `${minutes} min` : `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
}
