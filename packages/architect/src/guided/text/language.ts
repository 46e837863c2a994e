import { ENGLISH, FOREIGN } from '../lexicon/words.ts';
import type { Token } from './tokens.ts';

/**
 * Whether a sentence may be read by English rules. A few Latin words without any tell-tale count as English:
 * "recipe box". Everything else is kept as a claim and asked about in structured questions.
 */
export function looksEnglish(tokens: readonly Token[]): boolean {
  const words = tokens.filter((token) => token.isWord);
  if (words.length === 0) return false;
  const latin = words.filter((token) => /^[\x20-\x7e\u00c0-\u024f’]+$/.test(token.text)).length;
  if (latin / words.length < 0.8) return false;
  const english = words.filter((token) => ENGLISH.has(token.lower)).length;
  const foreign = words.filter((token) => FOREIGN.has(token.lower)).length;
  if (foreign > english) return false;
  return english > 0 || words.length <= 6 || words.length / 8 <= english;
}
