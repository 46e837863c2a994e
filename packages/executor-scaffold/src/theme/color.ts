/** Red, green and blue, 0 to 255 each. */
export interface Rgb {
  readonly r: number;
  readonly g: number;
  readonly b: number;
}

export const WHITE: Rgb = { r: 255, g: 255, b: 255 };
export const BLACK: Rgb = { r: 0, g: 0, b: 0 };

const NAMED: Readonly<Record<string, string>> = {
  black: '#000000',
  white: '#ffffff',
  gray: '#808080',
  grey: '#808080',
  red: '#ff0000',
  maroon: '#800000',
  orange: '#ffa500',
  yellow: '#ffff00',
  olive: '#808000',
  lime: '#00ff00',
  green: '#008000',
  teal: '#008080',
  aqua: '#00ffff',
  cyan: '#00ffff',
  blue: '#0000ff',
  navy: '#000080',
  purple: '#800080',
  fuchsia: '#ff00ff',
  magenta: '#ff00ff',
  pink: '#ffc0cb',
  brown: '#a52a2a',
  indigo: '#4b0082',
  crimson: '#dc143c',
  tomato: '#ff6347',
  coral: '#ff7f50',
};

function fromHex(text: string): Rgb | undefined {
  const digits = /^#([0-9a-f]{3}|[0-9a-f]{4}|[0-9a-f]{6}|[0-9a-f]{8})$/i.exec(text)?.[1];
  if (digits === undefined) return undefined;
  const long = digits.length <= 4 ? digits.replace(/./g, '$&$&') : digits;
  const part = (at: number): number => Number.parseInt(long.slice(at, at + 2), 16);
  return { r: part(0), g: part(2), b: part(4) };
}

function fromHsl(hue: number, saturation: number, lightness: number): Rgb {
  const s = saturation / 100;
  const l = lightness / 100;
  const channel = (n: number): number => {
    const k = (n + hue / 30) % 12;
    return Math.round(255 * (l - s * Math.min(l, 1 - l) * Math.max(-1, Math.min(k - 3, 9 - k, 1))));
  };
  return { r: channel(0), g: channel(8), b: channel(4) };
}

const FUNCTION =
  /^(rgb|hsl)a?\(\s*(\d{1,3}(?:\.\d+)?)(?:deg)?[\s,]+(\d{1,3}(?:\.\d+)?)%?[\s,]+(\d{1,3}(?:\.\d+)?)%?(?:[\s,/]+[\d.]+%?)?\s*\)$/i;

/** Reads hex, `rgb()`, `hsl()` and common names. Transparency is dropped. */
export function parseColor(text: string): Rgb | undefined {
  const tidy = text.trim().toLowerCase();
  const named = Object.hasOwn(NAMED, tidy) ? NAMED[tidy] : tidy;
  const hex = fromHex(named ?? tidy);
  if (hex !== undefined) return hex;
  const [, kind, first, second, third] = FUNCTION.exec(tidy) ?? [];
  if (kind === undefined) return undefined;
  const values = [Number(first), Number(second), Number(third)] as const;
  if (kind === 'hsl') {
    return values[0] <= 360 && values[1] <= 100 && values[2] <= 100 ? fromHsl(...values) : undefined;
  }
  return values.every((value) => value <= 255) ? { r: values[0], g: values[1], b: values[2] } : undefined;
}

/** `#rrggbb`. */
export function toHex({ r, g, b }: Rgb): string {
  return `#${[r, g, b].map((part) => Math.round(part).toString(16).padStart(2, '0')).join('')}`;
}

/** `share` of the second colour in the first, 0 to 1. */
export function mix(a: Rgb, b: Rgb, share: number): Rgb {
  const part = (x: number, y: number): number => Math.round(x + (y - x) * share);
  return { r: part(a.r, b.r), g: part(a.g, b.g), b: part(a.b, b.b) };
}

/** Relative luminance of WCAG 2, 0 to 1. */
export function luminance({ r, g, b }: Rgb): number {
  const linear = (part: number): number => {
    const value = part / 255;
    return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
  };
  return 0.2126 * linear(r) + 0.7152 * linear(g) + 0.0722 * linear(b);
}

/** Contrast ratio of WCAG 2, 1 to 21. */
export function contrast(a: Rgb, b: Rgb): number {
  const [lighter, darker] = [luminance(a), luminance(b)].sort((x, y) => y - x);
  return ((lighter ?? 0) + 0.05) / ((darker ?? 0) + 0.05);
}

/** The colour, moved towards black or white just as far as it takes to be read on all the grounds. */
export function readable(color: Rgb, grounds: readonly Rgb[], ratio: number): Rgb {
  const darkest = Math.min(...grounds.map(luminance));
  const target = darkest > 0.18 ? BLACK : WHITE;
  for (let share = 0; share < 1; share += 0.04) {
    const candidate = mix(color, target, share);
    if (grounds.every((ground) => contrast(candidate, ground) >= ratio)) return candidate;
  }
  return target;
}
