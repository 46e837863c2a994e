/** A word or a mark of punctuation that means something. */
export interface Token {
  /** As written. */
  readonly text: string;
  readonly lower: string;
  readonly isWord: boolean;
}

const MARKUP = /<[^<>]{0,200}>|\{\{[^{}]{0,200}\}\}|`+|https?:\/\/\S+/g;
const TOKEN = /[\p{L}\p{M}\p{N}]+(?:['’.-][\p{L}\p{M}\p{N}]+)*|[,;:()/&"“”،、]/gu;
/** A longer word is noise; it stays in the claim and names nothing. */
const MAX_WORD = 40;

const CONTRACTIONS: readonly (readonly [RegExp, string])[] = [
  [/\b(do|does|did|is|are|should|would|could|must|need)n['’]t\b/gi, '$1 not'],
  [/\bcan['’]?t\b|\bcannot\b/gi, 'can not'],
  [/\bwon['’]t\b/gi, 'will not'],
  [/\b(i|we|you|they)['’]d\b/gi, '$1 would'],
  [/\b(i|we|you|they)['’](?:ve|re|ll|m)\b/gi, '$1'],
  [/\blet['’]s\b/gi, ''],
  [/\b(?:e\.g|i\.e|etc)\b\.?/gi, ' '],
  [/\b(?:of course|you know|i guess|please|pls|kindly)\b/gi, ' '],
  [/\bto-do(s?)\b/gi, 'todo$1'],
  [/\bto do (?=list|app|manager|tracker|items?\b)/gi, 'todo '],
];

/** The tokens of a sentence; markup and links are left out, underscores separate words. */
export function tokenize(sentence: string): readonly Token[] {
  const spelled = CONTRACTIONS.reduce(
    (text, [pattern, full]) => text.replace(pattern, full),
    sentence.replace(MARKUP, ' '),
  );
  const tokens: Token[] = [];
  for (const [text] of spelled
    .replace(/_+/g, ' ')
    .replace(/\s[–—-]\s/g, ', ')
    .matchAll(TOKEN)) {
    const isWord = /[\p{L}\p{N}]/u.test(text);
    if (isWord && text.length > MAX_WORD) continue;
    tokens.push({ text, lower: text.toLowerCase().replaceAll('’', "'"), isWord });
  }
  return tokens;
}
