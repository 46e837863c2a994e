import { slugify } from '@orchard-studio/core';

const MAX_KEY = 40;
const MAX_LABEL = 120;
/** `record.constructor` and the like must never mean a field. */
const INHERITED = Object.getOwnPropertyNames(Object.prototype).map((name) => name.toLowerCase());
export const RESERVED_KEYS: readonly string[] = [
  'id',
  'created_at',
  'updated_at',
  'record_owner',
  'then',
  ...INHERITED,
];
/** First parts of addresses that the app itself uses. */
export const RESERVED_PATHS: readonly string[] = [
  'administration',
  'api',
  'assets',
  'favicon-ico',
  'files',
  'gaps',
  'healthz',
  'invitation',
  'profile',
  'session',
  'sign-in',
  'sign-out',
  'sign-up',
];

const IRREGULAR: Readonly<Record<string, string>> = {
  person: 'people',
  child: 'children',
  man: 'men',
  woman: 'women',
  foot: 'feet',
  tooth: 'teeth',
  mouse: 'mice',
};

/** Gives out names, each only once. Names are compared without regard to case, as databases do. */
export class NamePool {
  readonly #taken: Set<string>;
  readonly #separator: string;

  constructor(reserved: readonly string[], separator: string) {
    this.#taken = new Set(reserved);
    this.#separator = separator;
  }

  take(wanted: string): string {
    let name = wanted;
    for (let n = 2; this.#taken.has(name.toLowerCase()); n += 1) name = `${wanted}${this.#separator}${n}`;
    this.#taken.add(name.toLowerCase());
    return name;
  }
}

const ascii = (text: string): string => text.normalize('NFKD').replace(/\p{M}/gu, '');

/** Text for people on one line: no control characters, nothing that turns the direction of writing around. */
export function cleanText(text: string, max: number): string {
  const clean = text
    .toWellFormed()
    .normalize('NFC')
    .replace(/[\p{Cc}\p{Zl}\p{Zp}\u202a-\u202e\u2066-\u2069]+/gu, ' ')
    .trim();
  return [...clean].slice(0, max).join('');
}

/** The identifier a field gets in JSON and in the database. An identifier stays as it is. */
export function fieldKey(name: string): string {
  const plain = ascii(name.trim());
  if (/^[A-Za-z][A-Za-z0-9_]*$/.test(plain)) return plain.slice(0, MAX_KEY);
  const words = plain
    .replace(/[^A-Za-z0-9]+/g, '_')
    .replace(/^_+|_+$/g, '')
    .toLowerCase()
    .slice(0, MAX_KEY)
    .replace(/_+$/, '');
  if (words === '') return 'field';
  return /^[a-z]/.test(words) ? words : `f_${words}`;
}

/** The path segment of a collection: `Due date` → `due-dates`. */
export function collectionPath(plural: string): string {
  return /[A-Za-z0-9]/.test(ascii(plural)) ? slugify(plural) : 'items';
}

/** A table name that databases accept: their own prefixes, and those of the app itself, are kept free. */
export const tableName = (path: string): string =>
  path.replaceAll('-', '_').replace(/^(?=sqlite_|pg_|app_)/, 'x_');

/** What a field is called in a form: `dueDate` → `Due date`. */
export function fieldLabel(name: string): string {
  const clean = cleanText(name, MAX_LABEL);
  const isIdentifier = /^[A-Za-z][A-Za-z0-9_-]*$/.test(clean) && /[_-]|[a-z][A-Z]/.test(clean);
  const words = isIdentifier
    ? clean
        .replace(/([a-z0-9])([A-Z])/g, '$1 $2')
        .replace(/[_-]+/g, ' ')
        .trim()
        .toLowerCase()
    : clean;
  return capitalised(words === '' ? 'Field' : words);
}

/** What an entity is called, singular. */
export function entityName(name: string): string {
  const clean = cleanText(name, MAX_LABEL);
  return capitalised(
    clean === '' ? 'Item' : clean.replace(/([a-z0-9])([A-Z])/g, '$1 $2').replaceAll('_', ' '),
  );
}

const capitalised = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);

/** The English plural of the last word; other scripts stay as they are. */
export function pluralOf(name: string): string {
  const match = /^(.*?)([A-Za-z]+)$/s.exec(name);
  const [, before = '', word = ''] = match ?? [];
  if (match === null) return name;
  const lower = word.toLowerCase();
  const irregular = Object.hasOwn(IRREGULAR, lower) ? IRREGULAR[lower] : undefined;
  if (irregular !== undefined) return `${before}${word.charAt(0)}${irregular.slice(1)}`;
  if (/(?:[^aeiou]|qu)y$/i.test(word)) return `${before}${word.slice(0, -1)}ies`;
  if (/(?:ss|us|is|x|z|ch|sh)$/i.test(word)) return `${before}${word}es`;
  return /s$/i.test(word) ? name : `${name}s`;
}
