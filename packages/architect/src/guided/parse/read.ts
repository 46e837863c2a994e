import { verbOf } from '../lexicon/verbs.ts';
import type { VerbTest } from '../text/tagger.ts';
import type { Token } from '../text/tokens.ts';
import { access } from './access.ts';
import { acts, behaves, enables } from './act.ts';
import { business, continues } from './business.ts';
import { bareList, holds, introduces, named } from './describe.ts';
import { adds, excludes, looks, removes, renames } from './edit.ts';
import type { Fact, Phrase } from './facts.ts';
import { afterAny, type Match, type Pattern, skipWords, textOf } from './pattern.ts';
import { type Sentence, wordAt } from './phrase.ts';
import { rates } from './rate.ts';
import { belongs, canBe, choices, has, orNot, property } from './state.ts';

/** Tried in order at each clause; the first that fits reads it. */
const PATTERNS: readonly Pattern[] = [
  access,
  looks,
  named,
  business,
  continues,
  introduces,
  adds,
  removes,
  renames,
  excludes,
  enables,
  rates,
  holds,
  belongs,
  orNot,
  choices,
  property,
  has,
  canBe,
  acts,
  behaves,
  bareList,
];

const OPENINGS = [
  'hi|hello|hey there',
  'hi|hello|hey|ok|okay|well|please|so|and|also|then|but|oh|actually|basically|additionally|furthermore|finally|first|second|moreover|yes|sure|great|thanks',
  'i|we think',
  'i|we have|had|got this|an|a|the idea|plan|dream',
  'in addition',
  'each|every time',
];
const CONNECTORS = new Set([
  ',',
  '.',
  'and',
  'but',
  'where',
  'so',
  'while',
  'then',
  ')',
  ':',
  ';',
  'also',
  'when',
  'if',
  'there',
]);

export interface Reading {
  readonly facts: readonly Fact[];
  /** What "they" stands for in the next sentence. */
  readonly subject: Phrase | null;
  /** How many tokens at the end were not read. */
  readonly unread: number;
  /** Those tokens as written. */
  readonly rest: string;
}

export interface ReadOptions {
  readonly isNew: boolean;
  readonly subject: Phrase | null;
  /** Tells verbs the table does not know. */
  readonly isVerb?: VerbTest | undefined;
}

function opening(sentence: Sentence): number {
  let at = 0;
  for (let next: number | null = 0; next !== null; next = afterAny(sentence, at, OPENINGS)) at = next;
  return skipWords(sentence, at, (word) => word === ',');
}

function subjectOf(fact: Fact): Phrase | null {
  if (fact.kind === 'has' || fact.kind === 'belongs') return fact.subject;
  const [first] = fact.kind === 'acts' || fact.kind === 'holds' || fact.kind === 'add' ? fact.items : [];
  return first?.phrase.isPlural === true ? first.phrase : null;
}

/** Everything the rules can read in one sentence. Whatever they cannot read is simply not in the result. */
export function readSentence(tokens: readonly Token[], options: ReadOptions): Reading {
  const isVerb: VerbTest = (word) => verbOf(word) !== undefined || options.isVerb?.(word) === true;
  const sentence: Sentence = { tokens, isVerb };
  const facts: Fact[] = [];
  let { subject, isNew } = options;
  let at = opening(sentence);
  while (at < tokens.length) {
    const start = facts.length > 0 ? skipWords(sentence, at, (word) => CONNECTORS.has(word)) : at;
    const context = { isNew, subject, last: facts.at(-1) ?? null };
    // A colon may open a list of what the app holds, or stand before a statement like any comma.
    const [first, second] = wordAt(tokens, at) === ':' ? [at, start] : [start, at];
    const match =
      firstMatch(sentence, first, context) ??
      (first === second ? null : firstMatch(sentence, second, context));
    if (match === null) break;
    facts.push(...match.facts);
    at = match.next;
    if (match.facts.some((fact) => fact.kind === 'feature')) isNew = false;
    for (const fact of match.facts) subject = subjectOf(fact) ?? subject;
  }
  return { facts, subject, unread: Math.max(0, tokens.length - at), rest: textOf(tokens, at) };
}

function firstMatch(sentence: Sentence, at: number, context: Parameters<Pattern>[2]): Match | null {
  for (const pattern of PATTERNS) {
    const match = pattern(sentence, at, context);
    if (match !== null && match.next > at) return match;
  }
  return null;
}
