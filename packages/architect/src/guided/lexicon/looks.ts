export interface Look {
  readonly key: string;
  readonly label: string;
  readonly consequence: string;
  readonly density: 'compact' | 'comfortable' | 'spacious';
  /** DTCG names without their `color.` prefix. Every pair the readiness gate checks is 4.5 or better. */
  readonly colors: Readonly<
    Record<'background' | 'surface' | 'text' | 'muted' | 'accent' | 'on-accent' | 'border', string>
  >;
  readonly font: string;
  readonly radius: string;
}

const SANS = 'system-ui, -apple-system, "Segoe UI", Roboto, sans-serif';
const SERIF = 'Georgia, "Iowan Old Style", "Times New Roman", serif';
const ROUNDED = 'ui-rounded, "Nunito", system-ui, sans-serif';

/** The looks to pick from; the first is the recommended one. */
export const LOOKS: readonly Look[] = [
  {
    key: 'calm',
    label: 'Calm',
    consequence: 'Soft greens, rounded corners and room to breathe.',
    density: 'comfortable',
    colors: {
      background: '#f6f8f6',
      surface: '#ffffff',
      text: '#1d2b24',
      muted: '#52635a',
      accent: '#2f6b4f',
      'on-accent': '#ffffff',
      border: '#d5ded8',
    },
    font: SANS,
    radius: '10px',
  },
  {
    key: 'bold',
    label: 'Bold',
    consequence: 'Strong violet, large contrasts and clear buttons.',
    density: 'spacious',
    colors: {
      background: '#ffffff',
      surface: '#f3efff',
      text: '#17102b',
      muted: '#54496e',
      accent: '#5b21b6',
      'on-accent': '#ffffff',
      border: '#cfc3ee',
    },
    font: SANS,
    radius: '14px',
  },
  {
    key: 'minimal',
    label: 'Minimal',
    consequence: 'Black on white, thin lines, much on one screen.',
    density: 'compact',
    colors: {
      background: '#ffffff',
      surface: '#fafafa',
      text: '#111111',
      muted: '#5c5c5c',
      accent: '#111111',
      'on-accent': '#ffffff',
      border: '#dedede',
    },
    font: SANS,
    radius: '2px',
  },
  {
    key: 'warm',
    label: 'Warm',
    consequence: 'Cream paper, terracotta and letters with serifs.',
    density: 'comfortable',
    colors: {
      background: '#fbf5ec',
      surface: '#fffdf9',
      text: '#33241a',
      muted: '#6d5746',
      accent: '#9a3f1d',
      'on-accent': '#ffffff',
      border: '#e6d8c5',
    },
    font: SERIF,
    radius: '6px',
  },
  {
    key: 'dark',
    label: 'Dark',
    consequence: 'Light text on near-black, easy on the eyes at night.',
    density: 'comfortable',
    colors: {
      background: '#12161c',
      surface: '#1b212a',
      text: '#eef2f6',
      muted: '#a5b1bf',
      accent: '#7cc4ff',
      'on-accent': '#0b1219',
      border: '#303a47',
    },
    font: ROUNDED,
    radius: '10px',
  },
];

const WORDS: ReadonlyMap<string, string> = new Map([
  ['calm', 'calm'],
  ['soft', 'calm'],
  ['quiet', 'calm'],
  ['green', 'calm'],
  ['relaxed', 'calm'],
  ['bold', 'bold'],
  ['vivid', 'bold'],
  ['colorful', 'bold'],
  ['colourful', 'bold'],
  ['playful', 'bold'],
  ['purple', 'bold'],
  ['violet', 'bold'],
  ['minimal', 'minimal'],
  ['minimalist', 'minimal'],
  ['minimalistic', 'minimal'],
  ['plain', 'minimal'],
  ['compact', 'minimal'],
  ['warm', 'warm'],
  ['cosy', 'warm'],
  ['cozy', 'warm'],
  ['orange', 'warm'],
  ['elegant', 'warm'],
  ['vintage', 'warm'],
  ['dark', 'dark'],
  ['night', 'dark'],
  ['black', 'dark'],
]);

/** The look a word names: `cosy` → warm. */
export function lookOf(word: string): Look | undefined {
  const key = WORDS.get(word);
  return LOOKS.find((look) => look.key === key);
}
