import { HAVE } from '../lexicon/words.ts';
import { isPlural } from '../text/inflect.ts';
import type { Item, Phrase } from './facts.ts';
import { type Parsed, phraseAt, type Sentence, wordAt } from './phrase.ts';
import { valuesAt } from './values.ts';

const SEPARATORS = new Set([',', 'and', 'or', '&', '/', 'plus', '،', '、', 'also', 'then']);
const UNDER = new Set(['on', 'in', 'of', 'for', 'per', 'inside', 'under', 'about', 'within']);
const OPENERS = new Set(['with', 'including', 'containing', 'having']);
const MAX_DEPTH = 2;

function skipSeparators({ tokens }: Sentence, from: number): number {
  let at = from;
  while (SEPARATORS.has(wordAt(tokens, at))) at += 1;
  return at;
}

/** "or not", "yes/no", "yes or no" after a word make it a yes-or-no. */
function flagEnd({ tokens }: Sentence, at: number): number | null {
  const words = [0, 1, 2, 3, 4].map((offset) => wordAt(tokens, at + offset));
  if (words[0] === 'or' && words[1] === 'not') return at + 2;
  const [a, b, c, d] = words[0] === '(' ? words.slice(1) : words;
  if (a !== 'yes' || !['/', 'or'].includes(b ?? '') || c !== 'no') return null;
  return words[0] === '(' ? at + (d === ')' ? 5 : 4) : at + 3;
}

interface Inner {
  readonly items: readonly Item[];
  readonly values: readonly string[];
}

/** What follows an entry: in brackets, after "with", or after "that have". */
function innerAt(sentence: Sentence, at: number, depth: number): Parsed<Inner> {
  const { tokens } = sentence;
  const none = { value: { items: [], values: [] }, next: at };
  if (wordAt(tokens, at) === '(') {
    const { value: items } = itemsAt(sentence, at + 1, MAX_DEPTH);
    const values = valuesAt(tokens, at + 1);
    const closes = tokens.findIndex((token, index) => index >= values.next && token.text === ')');
    return { value: { items, values: values.value }, next: closes < 0 ? values.next : closes + 1 };
  }
  if (depth >= MAX_DEPTH) return none;
  const isRelative =
    ['that', 'which', 'who'].includes(wordAt(tokens, at)) && HAVE.has(wordAt(tokens, at + 1));
  const opens = isRelative ? at + 2 : OPENERS.has(wordAt(tokens, at)) ? at + 1 : null;
  const inner = opens === null ? null : itemsAt(sentence, opens, depth + 1);
  return inner === null || inner.value.length === 0
    ? none
    : { value: { items: inner.value, values: [] }, next: inner.next };
}

const MAX_MARKS = 11;

/** The whole numbers of a scale; none when it is too long to choose from. */
function scale(low: number, high: number): readonly string[] {
  const length = high - low + 1;
  return length > 1 && length <= MAX_MARKS ? Array.from({ length }, (_, at) => String(low + at)) : [];
}

/** "from 1 to 5", "1-5", "between 1 and 5", "out of 5", in brackets or not. */
export function scaleAt({ tokens }: Sentence, from: number): Parsed<readonly string[]> | null {
  const opens = wordAt(tokens, from) === '(';
  const words = [0, 1, 2, 3].map((offset) => wordAt(tokens, from + (opens ? 1 : 0) + offset));
  const text = words.join(' ');
  const spelled =
    /^(?:from |between )?(\d) (?:to|and|through|-) (\d{1,2})(?: |$)/.exec(text) ??
    /^(?:from |with )?(\d)-(\d{1,2})(?: |$)/.exec(text);
  const outOf = /^out of (\d{1,2})(?: |$)/.exec(text);
  const found = spelled ?? outOf;
  if (found === null) return null;
  const values = spelled === null ? scale(1, Number(found[1])) : scale(Number(found[1]), Number(found[2]));
  if (values.length === 0) return null;
  const end = from + (opens ? 1 : 0) + found[0].trim().split(' ').length;
  const stars = ['stars', 'points', 'star'].includes(wordAt(tokens, end)) ? end + 1 : end;
  return { value: values, next: opens && wordAt(tokens, stars) === ')' ? stars + 1 : stars };
}

function underAt(sentence: Sentence, at: number): Parsed<Phrase | null> {
  const found = UNDER.has(wordAt(sentence.tokens, at)) ? phraseAt(sentence, at + 1) : null;
  return found ?? { value: null, next: at };
}

function itemAt(sentence: Sentence, from: number, depth: number): Parsed<Item> | null {
  const phrase = phraseAt(sentence, from);
  if (phrase === null) return null;
  const base = { phrase: phrase.value, inner: [], values: [] };
  const flag = flagEnd(sentence, phrase.next);
  if (flag !== null) return { value: { ...base, isFlag: true, under: null }, next: flag };
  const marks = scaleAt(sentence, phrase.next);
  const under = underAt(sentence, marks?.next ?? phrase.next);
  const inner = innerAt(sentence, under.next, depth);
  const { items, values } = inner.value;
  const item = { ...base, inner: items, values: marks?.value ?? values, isFlag: false, under: under.value };
  return { value: item, next: inner.next };
}

/** True when the entry opens a list of its own, so it is no part of the list before: "…, orders with items". */
function opensOwnList({ tokens }: Sentence, item: Parsed<Item>): boolean {
  return (
    item.value.phrase.isPlural && (item.value.inner.length > 0 || OPENERS.has(wordAt(tokens, item.next)))
  );
}

/** A verb after an entry shows that the entry is the subject of a new clause: "…, and tasks | have". */
export function startsClause(sentence: Sentence, at: number): boolean {
  const { tokens, isVerb } = sentence;
  const word = wordAt(tokens, at);
  if (word === '' || SEPARATORS.has(word) || ['(', ')', ';', ':', 'with', 'including'].includes(word))
    return false;
  return HAVE.has(word) || /^(?:can|may|must|should|will|belongs?|is|are|only)$/.test(word) || isVerb(word);
}

/** "create projects and | assign tasks": in a list of objects a bare verb before a noun begins the next action. */
function isNewAction({ tokens, isVerb }: Sentence, at: number): boolean {
  const word = wordAt(tokens, at);
  const next = wordAt(tokens, at + 1);
  return isVerb(word) && !isPlural(word) && next !== '' && !SEPARATORS.has(next) && !OPENERS.has(next);
}

/**
 * The list at a position: entries joined by commas, "and", "or", "&", "/". It stops where a new clause begins.
 *
 * @param depth - how many lists this one is nested in; an inner list gives entries with their own list back.
 */
export function itemsAt(sentence: Sentence, from: number, depth: number = 0): Parsed<readonly Item[]> {
  const items: Item[] = [];
  let next = from;
  for (
    let at = skipSeparators(sentence, from);
    at < sentence.tokens.length;
    at = skipSeparators(sentence, next)
  ) {
    const item = itemAt(sentence, at, depth);
    if (item === null || (items.length > 0 && startsClause(sentence, item.next))) break;
    if (items.length > 0 && sentence.inAction === true && isNewAction(sentence, at)) break;
    if (items.length > 0 && depth > 0 && opensOwnList(sentence, item)) break;
    items.push(item.value);
    next = item.next;
    if (!SEPARATORS.has(wordAt(sentence.tokens, next))) break;
  }
  return { value: items, next };
}
