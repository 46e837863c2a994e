import { CAPABILITIES } from '../lexicon/apps.ts';
import { lookOf } from '../lexicon/looks.ts';
import type { Item, Phrase } from './facts.ts';
import { itemsAt } from './items.ts';
import { after, afterAny, type Pattern, textOf } from './pattern.ts';
import { type Parsed, phraseAt, type Sentence, wordAt } from './phrase.ts';
import { valuesAt } from './values.ts';

function ownerAt(sentence: Sentence, at: number, words: string): Parsed<Phrase | null> {
  const opens = after(sentence, at, words);
  const phrase = opens === null ? null : phraseAt(sentence, opens);
  return phrase ?? { value: null, next: at };
}

/** "add a size: small, large": what follows the colon are its choices. */
function withChoices(sentence: Sentence, items: Parsed<readonly Item[]>): Parsed<readonly Item[]> {
  const [only, ...others] = items.value;
  const isOne = only !== undefined && others.length === 0 && !only.phrase.isPlural;
  if (!isOne || wordAt(sentence.tokens, items.next) !== ':') return items;
  const { value: values, next } = valuesAt(sentence.tokens, items.next + 1);
  return values.length < 2 ? items : { value: [{ ...only, values }], next };
}

/** "add a priority to tasks", "include tags", "I also need a due date on tasks". */
export const adds: Pattern = (sentence, at, { isNew }) => {
  const command = afterAny(sentence, at, ['add|include|introduce', 'can|could you add|include']);
  const wish = isNew
    ? null
    : afterAny(sentence, at, [
        'i|we also want|need',
        'i|we want|need',
        'i|we would like|love',
        'i|we forgot|missed',
        'we|i should add|have',
      ]);
  const opens = command ?? wish;
  if (opens === null) return null;
  const items = withChoices(sentence, itemsAt(sentence, after(sentence, opens, 'also') ?? opens));
  if (items.value.length === 0) return null;
  const to = ownerAt(sentence, items.next, 'to|on|for|in|of');
  const owner = to.value ?? items.value.at(-1)?.under ?? null;
  return { facts: [{ kind: 'add', items: items.value, to: owner }], next: to.next };
};

/** "remove the due date (from tasks)", "tasks do not need a due date". */
export const removes: Pattern = (sentence, at) => {
  const command = afterAny(sentence, at, ['remove|delete|drop|erase|scrap', 'get rid of', 'take out|away']);
  if (command !== null) {
    const what = phraseAt(sentence, command);
    if (what === null) return null;
    const from = ownerAt(sentence, what.next, 'from|of|in|on');
    return { facts: [{ kind: 'remove', what: what.value, from: from.value }], next: from.next };
  }
  const subject = phraseAt(sentence, at);
  const not =
    subject === null
      ? null
      : afterAny(sentence, subject.next, [
          'do|does|should|need not need|have',
          'do|does not',
          'no longer need|needs|have|has',
        ]);
  const what = not === null ? null : phraseAt(sentence, not);
  if (subject === null || what === null) return null;
  return { facts: [{ kind: 'remove', what: what.value, from: subject.value }], next: what.next };
};

/** "rename task to todo", "change the title of books to name", "call tasks todos instead", "the title should be called name". */
export const renames: Pattern = (sentence, at) => {
  const subject = phraseAt(sentence, at);
  const called =
    subject === null
      ? null
      : afterAny(sentence, subject.next, ['should|must|shall be called|named', 'is|are called|named']);
  const name = called === null ? null : phraseAt(sentence, called);
  if (subject !== null && name !== null)
    return { facts: [{ kind: 'rename', what: subject.value, to: name.value, of: null }], next: name.next };
  const opens = after(sentence, at, 'rename|change|call');
  const what = opens === null ? null : phraseAt(sentence, opens);
  if (what === null) return null;
  const of = ownerAt(sentence, what.next, 'of|in|on');
  const isCall = wordAt(sentence.tokens, at) === 'call';
  const next = afterAny(sentence, of.next, ['to|into|as']) ?? (isCall ? of.next : null);
  const to = next === null ? null : phraseAt(sentence, next);
  if (to === null) return null;
  return {
    facts: [{ kind: 'rename', what: what.value, to: to.value, of: of.value }],
    next: to.next,
  };
};

const NEGATIVE = [
  'no need for',
  'no',
  'without',
  'not',
  'skip',
  'exclude',
  'leave out',
  'out of scope :',
  'out of scope is|are',
  'i|we do not want|need|care',
  'it|this does not need',
  'it|this|the|app should|must not',
  'do not include|add|build',
  'there is|are no',
];

/** "no payments", "we do not need accounts", "payments are out of scope". */
export const excludes: Pattern = (sentence, at) => {
  const { tokens } = sentence;
  const opens = afterAny(sentence, at, NEGATIVE);
  if (opens !== null && opens < tokens.length) {
    return { facts: [{ kind: 'nonGoal', text: textOf(tokens, opens) }], next: tokens.length };
  }
  const items = itemsAt(sentence, at);
  const out =
    items.value.length === 0
      ? null
      : afterAny(sentence, items.next, ['is|are out of scope', 'is|are not needed', 'can wait']);
  return out === null
    ? null
    : { facts: [{ kind: 'nonGoal', text: textOf(tokens, at, items.next) }], next: tokens.length };
};

/** Behind these something else is said: "make it dark and add a note". */
const BREAKS = new Set('and but then because since when where while so if that which'.split(' '));

const LOOK_WORDS = new Set(
  'look looks style styled design theme themed feel colours colors colour color ui interface mode looking'.split(
    ' ',
  ),
);

/** "make it dark", "the design should be calm", "minimal look". */
export const looks: Pattern = ({ tokens }, at) => {
  const ends = tokens.slice(at).findIndex((token) => !token.isWord || BREAKS.has(token.lower));
  const next = ends <= 0 ? tokens.length : at + ends;
  const words = tokens.slice(at, next).map((token) => token.lower);
  const word = words.find((each) => lookOf(each) !== undefined);
  const isAboutLooks =
    words.some((each) => LOOK_WORDS.has(each)) ||
    (words[0] === 'make' && words[1] === 'it') ||
    words.length <= 2;
  if (word === undefined || !isAboutLooks || words.length > 14 || CAPABILITIES.has(words.join(' ')))
    return null;
  return { facts: [{ kind: 'look', word }], next };
};
