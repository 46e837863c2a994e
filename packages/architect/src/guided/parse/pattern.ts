import { ADVERBS, MODALS } from '../lexicon/words.ts';
import type { Token } from '../text/tokens.ts';
import type { Fact, Phrase } from './facts.ts';
import { type Sentence, wordAt } from './phrase.ts';

/** What the reader knows besides the sentence itself. */
export interface Context {
  /** True until the app has a name: only then can a sentence introduce it. */
  readonly isNew: boolean;
  /** What "they" and "each" stand for. */
  readonly subject: Phrase | null;
  /** The fact read just before, in the same sentence. */
  readonly last: Fact | null;
}

export interface Match {
  readonly facts: readonly Fact[];
  readonly next: number;
}

/** Reads one kind of clause at a position; null when it is another kind. */
export type Pattern = (sentence: Sentence, at: number, context: Context) => Match | null;

/** Index behind the words when they stand there one after the other, else null. `a|b` is a choice. */
export function after({ tokens }: Sentence, at: number, words: string): number | null {
  let index = at;
  for (const word of words.split(' ')) {
    if (!word.split('|').includes(wordAt(tokens, index)) || wordAt(tokens, index) === '') return null;
    index += 1;
  }
  return index;
}

/** The first of several word sequences that stands there. */
export function afterAny(sentence: Sentence, at: number, sequences: readonly string[]): number | null {
  for (const words of sequences) {
    const next = after(sentence, at, words);
    if (next !== null) return next;
  }
  return null;
}

export function skipWords({ tokens }: Sentence, at: number, skip: (word: string) => boolean): number {
  let index = at;
  while (index < tokens.length && skip(wordAt(tokens, index))) index += 1;
  return index;
}

export const skipModals = (sentence: Sentence, at: number): number =>
  skipWords(sentence, at, (word) => MODALS.has(word) || ADVERBS.has(word));

/** The words from one index to another as a person would write them. */
export function textOf(tokens: readonly Token[], from: number, to: number = tokens.length): string {
  return tokens
    .slice(from, to)
    .reduce(
      (text, token) =>
        token.isWord || token.text === '(' ? `${text} ${token.text}` : `${text}${token.text}`,
      '',
    )
    .replace(/\( /g, '(')
    .trim();
}
