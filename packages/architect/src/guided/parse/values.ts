import type { Token } from '../text/tokens.ts';
import { type Parsed, wordAt } from './phrase.ts';

/** Choices or remarks at a position, cut at commas, "or" and "and". Size words are part of them: "small or large". */
export function valuesAt(tokens: readonly Token[], from: number): Parsed<readonly string[]> {
  const values: string[] = [];
  let words: string[] = [];
  let at = from;
  const close = (): void => {
    if (words.length > 0) values.push(words.join(' '));
    words = [];
  };
  for (; at < tokens.length; at += 1) {
    const word = wordAt(tokens, at);
    const isWord = tokens[at]?.isWord === true;
    if ([',', '/', 'or', 'and', '،', '、'].includes(word)) close();
    else if (!isWord) break;
    else if (!['a', 'an', 'the', 'either'].includes(word)) words.push(word);
  }
  close();
  return { value: values, next: at };
}
