import { isAnybody, isGroup, isRole } from '../lexicon/people.ts';
import {
  ADVERBS,
  BE,
  CONJUNCTIONS,
  DETERMINERS,
  HAVE,
  MODALS,
  PREPOSITIONS,
  PRONOUNS,
  RELATIVES,
  VAGUE,
} from '../lexicon/words.ts';
import { isPlural, onLast, singular } from '../text/inflect.ts';
import type { VerbTest } from '../text/tagger.ts';
import type { Token } from '../text/tokens.ts';
import type { Phrase } from './facts.ts';

const MAX_WORDS = 6;

/** Tokens of one sentence and how to tell its verbs. */
export interface Sentence {
  readonly tokens: readonly Token[];
  /** True for words of the verb table and for what the tagger calls a verb. */
  readonly isVerb: VerbTest;
  /** True while the objects of an action are read. */
  readonly inAction?: boolean;
}

/** A parse result and where the rest begins. */
export interface Parsed<T> {
  readonly value: T;
  readonly next: number;
}

export const wordAt = (tokens: readonly Token[], at: number): string => tokens[at]?.lower ?? '';

const ENDS: readonly ReadonlySet<string>[] = [CONJUNCTIONS, PREPOSITIONS, RELATIVES, BE, MODALS, ADVERBS];
const BELONGS = new Set([
  'belong',
  'belongs',
  'take',
  'takes',
  'happen',
  'happens',
  'called',
  'named',
  'want',
  'wants',
  'not',
  'out',
  'off',
  'up',
  'instead',
]);

/** A word no noun phrase runs across. */
function endsPhrase(word: string): boolean {
  return (
    ENDS.some((set) => set.has(word)) ||
    BELONGS.has(word) ||
    (HAVE.has(word) && word !== 'store' && word !== 'stores')
  );
}

export function makePhrase(tokens: readonly Token[], isMany = false): Phrase {
  const words = tokens.map((token) => token.lower);
  const last = words.at(-1) ?? '';
  const text = tokens.map((token) => token.text).join(' ');
  return { words, singular: onLast(words.join(' '), singular), isPlural: isPlural(last), isMany, text };
}

/** People before a verb end a phrase: "people | assign tasks", "staff | manage orders", "a doctor | sees all patients". */
function isSubjectOf(tokens: readonly Token[], at: number, isVerb: VerbTest): boolean {
  const word = wordAt(tokens, at);
  const next = wordAt(tokens, at + 1);
  if (!isVerb(next)) return false;
  if (isAnybody(word) || (isRole(singular(word)) && isPlural(word))) return true;
  if (isGroup(word)) return !isPlural(next) && !['a', 'an'].includes(wordAt(tokens, at - 1));
  // "patient records" are a thing; "a patient records their weight" is a statement.
  const object = wordAt(tokens, at + 2);
  return isRole(word) && isPlural(next) && (DETERMINERS.has(object) || object === 'only');
}

const skippable = (word: string, isFirst: boolean): boolean =>
  DETERMINERS.has(word) || (isFirst && VAGUE.has(word));

/** Index of the first word that is no article, number or word of praise. */
function start(tokens: readonly Token[], from: number): number {
  let at = from;
  while (skippable(wordAt(tokens, at), true) || (wordAt(tokens, at) === 'of' && at > from)) at += 1;
  return at;
}

/** "inventory of my wine cellar" is one phrase. */
const isOf = (tokens: readonly Token[], at: number, from: number): boolean =>
  at > from + 1 && wordAt(tokens, at - 1) === 'of';

function end({ tokens, isVerb }: Sentence, from: number): number {
  let at = from;
  while (at < tokens.length && at - from < MAX_WORDS) {
    const token = tokens[at];
    if (
      token === undefined ||
      !token.isWord ||
      endsPhrase(token.lower) ||
      (DETERMINERS.has(token.lower) && !isOf(tokens, at, from))
    )
      break;
    if (at > from && PRONOUNS.has(token.lower)) break;
    at += 1;
    if (isSubjectOf(tokens, at - 1, isVerb)) break;
    // "number of pages" goes on; any other plural is the head of its phrase.
    if (isPlural(token.lower) && wordAt(tokens, at) !== 'of') break;
  }
  return at;
}

const MANY = new Set(['many', 'several', 'multiple', 'various']);
const SEVERAL = ['any number of', 'more than one', 'one or more', 'one or several', 'at least one'];

/** Index behind "any number of", "one or more". */
function severalEnd(tokens: readonly Token[], from: number): number | null {
  const words = [0, 1, 2].map((offset) => wordAt(tokens, from + offset));
  return SEVERAL.includes(words.join(' ')) ? from + 3 : null;
}

/** "what they ordered" is a clause, no name. */
const ASKS = new Set(['what', 'whatever', 'who', 'which', 'how', 'why', 'whether']);

/** The noun phrase at a position, null when there is none. */
export function phraseAt(sentence: Sentence, from: number): Parsed<Phrase> | null {
  const { tokens } = sentence;
  const several = severalEnd(tokens, from);
  const first = start(tokens, several ?? from);
  const next = end(sentence, first);
  if (next === first || ASKS.has(wordAt(tokens, first))) return null;
  const isMany = several !== null || tokens.slice(from, first).some((token) => MANY.has(token.lower));
  const phrase = makePhrase(tokens.slice(first, next), isMany);
  const [only = ''] = phrase.words;
  if (phrase.words.length === 1 && PRONOUNS.has(only) && !isAnybody(only)) return null;
  return /\p{L}/u.test(phrase.singular) ? { value: phrase, next } : null;
}
