import type { Palette } from '../model/app-model.ts';
import { BLACK, contrast, luminance, mix, parseColor, type Rgb, readable, toHex, WHITE } from './color.ts';

/** The colours that make up a palette; the rest is worked out. */
interface Base {
  readonly background: Rgb;
  readonly surface: Rgb;
  readonly text: Rgb;
  readonly accent: Rgb;
}

const color = (hex: string): Rgb => parseColor(hex) ?? BLACK;

const DEFAULT_ACCENT = color('#2f7d4f');
const LIGHT = { background: color('#f6f7f5'), surface: WHITE, text: color('#1d2421') };
const DARK = { background: color('#121614'), surface: color('#1b211e'), text: color('#e6ebe8') };

const TEXT_RATIO = 4.5;
/** A little more than the norm: links also stand on tinted grounds. */
const LINK_RATIO = 5.2;

function finish({ background, surface, text, accent }: Base): Palette {
  const grounds = [background, surface];
  const ink = mix(BLACK, WHITE, 0.06);
  const onAccent = contrast(WHITE, accent) >= contrast(ink, accent) ? WHITE : ink;
  const solid = readable(accent, [onAccent], TEXT_RATIO);
  return {
    background: toHex(background),
    surface: toHex(surface),
    text: toHex(text),
    muted: toHex(readable(mix(text, background, 0.35), grounds, LINK_RATIO)),
    border: toHex(mix(background, text, 0.14)),
    accent: toHex(solid),
    onAccent: toHex(onAccent),
    link: toHex(readable(accent, [...grounds, mix(surface, solid, 0.1)], LINK_RATIO)),
  };
}

export interface Wishes {
  readonly accent?: Rgb | undefined;
  readonly background?: Rgb | undefined;
  readonly surface?: Rgb | undefined;
  readonly text?: Rgb | undefined;
}

/** Ground and text as wished for, or undefined when the text could not be read on it. */
function ownBase(wishes: Wishes, accent: Rgb): Base | undefined {
  const background = wishes.background ?? LIGHT.background;
  const dark = luminance(background) < 0.18;
  const surface = wishes.surface ?? mix(background, WHITE, dark ? 0.06 : 0.7);
  const text = wishes.text ?? (dark ? DARK.text : LIGHT.text);
  const fits = [background, surface].every((ground) => contrast(text, ground) >= TEXT_RATIO);
  return fits ? { background, surface, text, accent } : undefined;
}

export interface Palettes {
  readonly light: Palette;
  readonly dark: Palette;
  /** True when the wished-for ground and text could not be read together and were left out. */
  readonly refused: boolean;
}

/** Both palettes; every text in them meets WCAG AA, whatever was wished for. */
export function palettes(wishes: Wishes): Palettes {
  const accent = wishes.accent ?? DEFAULT_ACCENT;
  const own = ownBase(wishes, accent);
  const light = own ?? { ...LIGHT, accent };
  // A design that is dark by choice is dark always.
  const dark = luminance(light.background) < 0.18 ? light : { ...DARK, accent };
  return { light: finish(light), dark: finish(dark), refused: own === undefined };
}
