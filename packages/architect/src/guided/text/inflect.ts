const IRREGULAR: ReadonlyMap<string, string> = new Map([
  ['people', 'person'],
  ['children', 'child'],
  ['men', 'man'],
  ['women', 'woman'],
  ['mice', 'mouse'],
  ['geese', 'goose'],
  ['feet', 'foot'],
  ['teeth', 'tooth'],
  ['criteria', 'criterion'],
  ['analyses', 'analysis'],
  ['diagnoses', 'diagnosis'],
  ['knives', 'knife'],
  ['wives', 'wife'],
  ['lives', 'life'],
  ['shelves', 'shelf'],
  ['leaves', 'leaf'],
  ['halves', 'half'],
  ['loaves', 'loaf'],
  ['movies', 'movie'],
  ['cookies', 'cookie'],
  ['calories', 'calorie'],
  ['selfies', 'selfie'],
  ['bookies', 'bookie'],
  ['buses', 'bus'],
  ['bonuses', 'bonus'],
  ['viruses', 'virus'],
  ['statuses', 'status'],
  ['campuses', 'campus'],
  ['quizzes', 'quiz'],
  ['heroes', 'hero'],
  ['potatoes', 'potato'],
  ['tomatoes', 'tomato'],
  ['echoes', 'echo'],
]);

const IRREGULAR_PLURAL = new Map([...IRREGULAR].map(([plural, singular]) => [singular, plural]));

/** Words that end like a plural and are none, or are the same in both. */
const SAME = new Set(
  `series species news status address process class glass boss business access progress bus bonus virus campus gps sms css
   dns chess fitness analysis diagnosis basis focus bonus yes this always lens gas canvas christmas sales sports goods
   maths physics mathematics economics success loss pass grass press dress mass cross wellness witness illness mattress
   compass atlas sheep fish aircraft its is was has does os ios`
    .trim()
    .split(/\s+/),
);

/** The singular of an English noun in lower case; a singular stays as it is. */
export function singular(word: string): string {
  const irregular = IRREGULAR.get(word);
  if (irregular !== undefined) return irregular;
  if (SAME.has(word) || word.length < 3 || !word.endsWith('s') || /(?:ss|us|is)$/.test(word)) return word;
  if (/[^aeiou]ies$/.test(word) && word.length > 4) return `${word.slice(0, -3)}y`;
  if (/(?:sses|shes|ches|xes|zzes)$/.test(word)) return word.slice(0, -2);
  return word.slice(0, -1);
}

/** The plural of an English noun in lower case. */
export function plural(word: string): string {
  const irregular = IRREGULAR_PLURAL.get(word);
  if (irregular !== undefined) return irregular;
  if (/^(?:series|species|news|sheep|fish|aircraft)$/.test(word) || !isLatin(word)) return word;
  if (/[^aeiou]y$/.test(word)) return `${word.slice(0, -1)}ies`;
  return /(?:s|x|z|ch|sh)$/.test(word) ? `${word}es` : `${word}s`;
}

export function isPlural(word: string): boolean {
  return singular(word) !== word;
}

/** Applies to the last word of a phrase only: `tasks lists` → `tasks list`. */
export function onLast(phrase: string, change: (word: string) => string): string {
  const at = phrase.lastIndexOf(' ') + 1;
  return phrase.slice(0, at) + change(phrase.slice(at));
}

export const capitalise = (text: string): string => {
  const [first = ''] = text;
  return first.toUpperCase() + text.slice(first.length);
};

/** Rules of English fit words in Latin letters only. */
const isLatin = (text: string): boolean => /^[\x20-\x7e\u00c0-\u024f]+$/.test(text);

/** `a` or `an`, by the first letter; a name in another script is quoted. */
export function withArticle(noun: string): string {
  if (!isLatin(noun)) return `“${noun}”`;
  return /^[aeiou]/i.test(noun) && !/^(?:user|uni|euro|one)/i.test(noun) ? `an ${noun}` : `a ${noun}`;
}

/** "a, b and c". */
export function listing(parts: readonly string[], word = 'and'): string {
  const last = parts.at(-1) ?? '';
  return parts.length < 2 ? last : `${parts.slice(0, -1).join(', ')} ${word} ${last}`;
}
