import { COLLECTIONS, CONTAINERS, HELD } from '../lexicon/apps.ts';
import { DETERMINERS } from '../lexicon/words.ts';
import type { Phrase } from '../parse/facts.ts';

/** What the app is named after: a task tracker keeps tasks; a conference site may keep anything. */
export function headThing(head: Phrase): { readonly name: string; readonly isSure: boolean } | null {
  const last = head.words.at(-1) ?? '';
  const [first = '', of = ''] = head.words;
  if (COLLECTIONS.has(first) && of === 'of') {
    const rest = head.singular
      .split(' ')
      .slice(2)
      .filter((word) => !DETERMINERS.has(word));
    return rest.length === 0 ? null : { name: rest.join(' '), isSure: true };
  }
  const name = head.words
    .slice(0, -1)
    .filter((word) => !COLLECTIONS.has(word) || word === 'book')
    .join(' ');
  const isSure = COLLECTIONS.has(last);
  if ((!isSure && !CONTAINERS.has(last)) || name === '') return null;
  return { name: HELD.get(name) ?? singularOf(name), isSure };
}

const singularOf = (name: string): string =>
  name.replace(/(?:^| )(?:personal|online|shared|private|public|local)(?= )/g, '').trim();
