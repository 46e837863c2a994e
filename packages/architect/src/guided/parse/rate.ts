import { isPerson } from './act.ts';
import type { Item, Phrase } from './facts.ts';
import { itemsAt, scaleAt } from './items.ts';
import { after, afterAny, type Pattern, skipModals, textOf } from './pattern.ts';
import { type Parsed, phraseAt, type Sentence } from './phrase.ts';

/** What is rated: "recipes", or "them" for what the sentence is about. */
function ratedAt(sentence: Sentence, at: number, subject: Phrase | null): Parsed<Phrase> | null {
  const pronoun = after(sentence, at, 'them|it|each|these|those');
  if (pronoun !== null) return subject === null ? null : { value: subject, next: pronoun };
  return phraseAt(sentence, at);
}

const RATING = 'a|an|their rating|score|mark';

/** The subject and where the marks begin, behind "rate recipes" or "give recipes a rating" or "leave a rating". */
function openingAt(sentence: Sentence, verb: number, subject: Phrase | null): Parsed<Phrase | null> | null {
  const rate = after(sentence, verb, 'rate|rates|score|scores');
  if (rate !== null) return ratedAt(sentence, rate, subject);
  const give = after(sentence, verb, 'give|gives|leave|leaves|add|adds|write|writes');
  if (give === null) return null;
  const plain = after(sentence, give, RATING);
  if (plain !== null) return { value: null, next: plain };
  const rated = ratedAt(sentence, give, subject);
  const next = rated === null ? null : after(sentence, rated.next, RATING);
  return rated === null || next === null ? null : { value: rated.value, next };
}

const COMMENT = [{ text: 'comment', lower: 'comment', isWord: true }];

/** "with a comment", "and leave a comment", "and comment on them". */
function extrasAt(sentence: Sentence, at: number): Parsed<readonly Item[]> {
  const comment = afterAny(sentence, at, ['and comment on them|it', 'and comment']);
  if (comment !== null) return { value: itemsAt({ ...sentence, tokens: COMMENT }, 0).value, next: comment };
  const opens = afterAny(sentence, at, [
    'with|including',
    'and can|may leave|add|write|give',
    'and leave|add|write|give',
    'and',
    ', with|leaving|adding|including',
  ]);
  const items = opens === null ? null : itemsAt(sentence, opens);
  // "… and people share them" is the next statement.
  const isExtra =
    items !== null && items.value.length > 0 && !items.value.some((item) => isPerson(item.phrase));
  return isExtra ? items : { value: [], next: at };
}

/** "people rate recipes from 1 to 5 with a comment", "members can give them a rating (1-5)". */
export const rates: Pattern = (sentence, at, context) => {
  const actor = phraseAt(sentence, at);
  if (actor === null || !isPerson(actor.value)) return null;
  const found = openingAt(sentence, skipModals(sentence, actor.next), context.subject);
  if (found === null) return null;
  const marks = scaleAt(sentence, found.next) ??
    scaleAt(sentence, after(sentence, found.next, 'with|by') ?? found.next) ?? {
      value: [],
      next: found.next,
    };
  const on = after(sentence, marks.next, 'on|for|to');
  const target = on === null ? null : ratedAt(sentence, on, context.subject);
  const subject = target?.value ?? found.value ?? context.subject;
  if (subject === null) return null;
  const extras = extrasAt(sentence, target?.next ?? marks.next);
  const text = textOf(sentence.tokens, at, extras.next);
  return {
    facts: [{ kind: 'rates', actor: actor.value, subject, values: marks.value, items: extras.value, text }],
    next: extras.next,
  };
};
