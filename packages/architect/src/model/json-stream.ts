import type { JsonValue } from '@orchard-studio/core';

/** The text is no JSON, however it goes on; or it is longer or deeper than allowed. */
export class MalformedJson extends Error {
  override readonly name = 'MalformedJson';
  /** Characters before the one that cannot stand there. */
  readonly offset: number;

  constructor(message: string, offset: number) {
    super(`${message}, at character ${offset}.`);
    this.offset = offset;
  }
}

export interface JsonStreamOptions {
  /**
   * Called with each complete value down to `toldDepth`.
   *
   * @param path - keys and indices that lead to it: none for the whole
   */
  readonly onValue?: (value: JsonValue, path: readonly (string | number)[]) => void;
  /** How deep values are told: 0 is the whole, 2 an item of a list in an object. Default: 0. */
  readonly toldDepth?: number;
  /** Longest text, in characters. Default: 2,000,000. */
  readonly maxLength?: number;
  /** Most levels of lists and objects in each other. Default: 64. */
  readonly maxDepth?: number;
}

/** An open list or object, and where it goes on. */
interface Open {
  readonly list: JsonValue[] | undefined;
  readonly object: { [key: string]: JsonValue };
  index: number;
  key: string;
  readonly around: Open | undefined;
}

/** What the next character belongs to. Numbers, since there is a choice for every character. */
const STRING = 0;
const ESCAPE = 1;
const NUMERIC = 2;
const WORD = 3;
const VALUE = 4;
const FIRST_ITEM = 5;
const FIRST_KEY = 6;
const KEY = 7;
const AFTER_KEY = 8;
const AFTER_VALUE = 9;
const END = 10;

const QUOTE = 34;
const COMMA = 44;
const MINUS = 45;
const ZERO = 48;
const NINE = 57;
const COLON = 58;
const OPEN_LIST = 91;
const BACKSLASH = 92;
const CLOSE_LIST = 93;
const OPEN_OBJECT = 123;
const CLOSE_OBJECT = 125;

const isSpace = (code: number): boolean => code === 32 || code === 10 || code === 13 || code === 9;
/** Whatever may stand in a number: digits and `+-.eE`. */
const isNumeric = (code: number): boolean =>
  (code >= ZERO && code <= NINE) ||
  code === MINUS ||
  code === 43 ||
  code === 46 ||
  code === 101 ||
  code === 69;

const NUMBER = /^-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?$/;
const BEGUN_NUMBER = /^-?(?:(?:0|[1-9]\d*)(?:\.(?:\d+(?:[eE](?:[+-]?\d*)?)?)?|[eE](?:[+-]?\d*)?)?)?$/;
const HEX = /^[0-9a-fA-F]$/;
const WORDS: ReadonlyMap<number, readonly [word: string, value: JsonValue]> = new Map(
  [['true', true] as const, ['false', false] as const, ['null', null] as const].map((entry) => [
    entry[0].charCodeAt(0),
    entry,
  ]),
);
const ESCAPES: ReadonlyMap<string, string> = new Map([
  ...['"', '\\', '/'].map((one) => [one, one] as const),
  ...([
    ['b', '\b'],
    ['f', '\f'],
    ['n', '\n'],
    ['r', '\r'],
    ['t', '\t'],
  ] as const),
]);

/**
 * Reads JSON that arrives bit by bit, each character once: `value` grows in place, so it can be shown after every bit. What
 * it ends as is what `JSON.parse` makes of the whole text.
 *
 * @throws MalformedJson from `push`, as soon as the text cannot become JSON any more. A text that only stops early is no
 * error: `complete` stays false.
 *
 * @example
 * const stream = new JsonStream({ toldDepth: 2, onValue: (value, path) => take(value, path) });
 * for await (const delta of deltas) stream.push(delta);
 */
export class JsonStream {
  readonly #options: JsonStreamOptions;
  readonly #maxLength: number;
  readonly #maxDepth: number;
  #open: Open | undefined;
  #depth = 0;
  #root: JsonValue | undefined;
  #place: number = VALUE;
  /** Of the string or number that is being read. */
  #text = '';
  /** The word that is being read, and how much of it was. */
  #word: readonly [word: string, value: JsonValue] = ['', null];
  #matched = 0;
  #isKey = false;
  #escape = '';
  #length = 0;
  #broken: MalformedJson | undefined;

  constructor(options: JsonStreamOptions = {}) {
    const { maxLength = 2_000_000, maxDepth = 64 } = options;
    this.#options = options;
    this.#maxLength = maxLength;
    this.#maxDepth = maxDepth;
  }

  /** What was said so far; undefined before anything was. Changed in place by `push`. */
  get value(): JsonValue | undefined {
    return this.#root;
  }

  /** Whether the text is whole JSON. A number alone may always go on, so it is complete after `end` only. */
  get complete(): boolean {
    return this.#place === END;
  }

  /** Takes more of the text. */
  push(chunk: string): void {
    if (this.#broken !== undefined) throw this.#broken;
    if (this.#length + chunk.length > this.#maxLength)
      this.#fail(`More than ${this.#maxLength} characters`, 0);
    for (let at = 0; at < chunk.length; ) at = this.#read(chunk, at);
    this.#length += chunk.length;
    if (this.#place === NUMERIC && !BEGUN_NUMBER.test(this.#text)) this.#fail('This is no number', 0);
    if ((this.#place === STRING || this.#place === ESCAPE) && !this.#isKey) this.#put(this.#text);
  }

  /** Says that nothing comes any more. */
  end(): void {
    if (this.#place === NUMERIC && this.#depth === 0 && NUMBER.test(this.#text)) this.#endNumber(0);
  }

  /** @returns where to read on */
  #read(chunk: string, at: number): number {
    switch (this.#place) {
      case STRING:
        return this.#readString(chunk, at);
      case ESCAPE:
        return this.#readEscape(chunk, at);
      case NUMERIC:
        return this.#readNumber(chunk, at);
      case WORD:
        return this.#readWord(chunk, at);
      default:
        return this.#readTokens(chunk, at);
    }
  }

  #readString(chunk: string, from: number): number {
    let at = from;
    let code = 0;
    for (; at < chunk.length; at += 1) {
      code = chunk.charCodeAt(at);
      if (code === QUOTE || code === BACKSLASH || code < 32) break;
    }
    if (at > from) this.#text += chunk.slice(from, at);
    if (at === chunk.length) return at;
    if (code === QUOTE) this.#endString();
    else if (code === BACKSLASH) this.#place = ESCAPE;
    else this.#fail('A string cannot hold this character as it is', at);
    return at + 1;
  }

  #readEscape(chunk: string, at: number): number {
    const character = chunk.charAt(at);
    if (this.#escape === '') {
      const plain = ESCAPES.get(character);
      if (plain !== undefined) this.#endEscape(plain);
      else if (character === 'u') this.#escape = 'u';
      else this.#fail('There is no such escape', at);
    } else {
      if (!HEX.test(character)) this.#fail('This is no hexadecimal digit', at);
      this.#escape += character;
      if (this.#escape.length === 5)
        this.#endEscape(String.fromCharCode(Number.parseInt(this.#escape.slice(1), 16)));
    }
    return at + 1;
  }

  #endEscape(text: string): void {
    this.#text += text;
    this.#escape = '';
    this.#place = STRING;
  }

  #endString(): void {
    const text = this.#text;
    this.#text = '';
    if (this.#isKey) {
      this.#isKey = false;
      if (this.#open !== undefined) this.#open.key = text;
      this.#place = AFTER_KEY;
    } else {
      this.#put(text);
      this.#ended(text);
    }
  }

  #readNumber(chunk: string, from: number): number {
    let at = from;
    while (at < chunk.length && isNumeric(chunk.charCodeAt(at))) at += 1;
    this.#text += chunk.slice(from, at);
    if (at < chunk.length) this.#endNumber(at);
    return at;
  }

  #endNumber(at: number): void {
    if (!NUMBER.test(this.#text)) this.#fail('This is no number', at);
    const value = Number(this.#text);
    this.#text = '';
    this.#put(value);
    this.#ended(value);
  }

  #readWord(chunk: string, from: number): number {
    const [word, value] = this.#word;
    let at = from;
    while (at < chunk.length && this.#matched < word.length) {
      if (chunk.charCodeAt(at) !== word.charCodeAt(this.#matched)) this.#fail('There is no such word', at);
      this.#matched += 1;
      at += 1;
    }
    if (this.#matched === word.length) {
      this.#put(value);
      this.#ended(value);
    }
    return at;
  }

  /** Reads what stands between strings, numbers and words. */
  #readTokens(chunk: string, from: number): number {
    let at = from;
    while (at < chunk.length && this.#place >= VALUE) {
      const code = chunk.charCodeAt(at);
      if (isSpace(code)) at += 1;
      else if (this.#readToken(code, at)) at += 1;
    }
    return at;
  }

  /** @returns false when the character belongs to what begins with it */
  #readToken(code: number, at: number): boolean {
    switch (this.#place) {
      case AFTER_KEY:
        if (code !== COLON) this.#fail('A colon must stand here', at);
        this.#place = VALUE;
        return true;
      case AFTER_VALUE:
        this.#afterValue(code, at);
        return true;
      case FIRST_KEY:
      case KEY:
        this.#beginKey(code, at);
        return true;
      case END:
        return this.#fail('Nothing may come after the value', at);
      default:
        return this.#beginValue(code, at);
    }
  }

  #beginKey(code: number, at: number): void {
    if (code === QUOTE) {
      this.#isKey = true;
      this.#place = STRING;
    } else if (code === CLOSE_OBJECT && this.#place === FIRST_KEY) this.#close();
    else this.#fail('A key must stand here', at);
  }

  #afterValue(code: number, at: number): void {
    const isList = this.#open?.list !== undefined;
    if (code === COMMA) {
      if (this.#open !== undefined) this.#open.index += 1;
      this.#place = isList ? VALUE : KEY;
    } else if (code === (isList ? CLOSE_LIST : CLOSE_OBJECT)) this.#close();
    else this.#fail('A comma, or the end of the list or object, must stand here', at);
  }

  #beginValue(code: number, at: number): boolean {
    if (code === QUOTE) this.#place = STRING;
    else if (code === OPEN_OBJECT) this.#begin(undefined, at);
    else if (code === OPEN_LIST) this.#begin([], at);
    else if (code === CLOSE_LIST && this.#place === FIRST_ITEM) this.#close();
    else if (code === MINUS || (code >= ZERO && code <= NINE)) {
      this.#place = NUMERIC;
      return false;
    } else this.#beginWord(code, at);
    return true;
  }

  #beginWord(code: number, at: number): void {
    this.#word = WORDS.get(code) ?? this.#fail('A value must stand here', at);
    this.#matched = 1;
    this.#place = WORD;
  }

  #begin(list: JsonValue[] | undefined, at: number): void {
    if (this.#depth === this.#maxDepth) this.#fail(`More than ${this.#maxDepth} levels`, at);
    const object = {};
    this.#put(list ?? object);
    this.#open = { list, object, index: 0, key: '', around: this.#open };
    this.#depth += 1;
    this.#place = list === undefined ? FIRST_KEY : FIRST_ITEM;
  }

  #close(): void {
    const closed = this.#open;
    if (closed === undefined) return;
    this.#open = closed.around;
    this.#depth -= 1;
    this.#ended(closed.list ?? closed.object);
  }

  /** Puts a value, or the beginning of one, where it belongs. */
  #put(value: JsonValue): void {
    const open = this.#open;
    if (open === undefined) this.#root = value;
    else if (open.list !== undefined) open.list[open.index] = value;
    else if (open.key === '__proto__') own(open.object, value);
    else open.object[open.key] = value;
  }

  #ended(value: JsonValue): void {
    this.#place = this.#depth === 0 ? END : AFTER_VALUE;
    const { onValue, toldDepth = 0 } = this.#options;
    if (onValue !== undefined && this.#depth <= toldDepth) onValue(value, this.#path());
  }

  #path(): readonly (string | number)[] {
    const path: (string | number)[] = [];
    for (let open = this.#open; open !== undefined; open = open.around)
      path.unshift(open.list === undefined ? open.key : open.index);
    return path;
  }

  #fail(message: string, at: number): never {
    this.#broken = new MalformedJson(message, this.#length + at);
    throw this.#broken;
  }
}

/** As JSON.parse does: a property like any other. */
function own(holder: object, value: JsonValue): void {
  Object.defineProperty(holder, '__proto__', { value, writable: true, enumerable: true, configurable: true });
}
