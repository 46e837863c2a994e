import { isTitle, typeOfField, typeWord } from '../lexicon/fields.ts';
import { verbOf } from '../lexicon/verbs.ts';
import { BE, HAVE, PRONOUNS } from '../lexicon/words.ts';
import { isPerson } from './act.ts';
import type { Fact, Phrase, Property } from './facts.ts';
import { itemsAt } from './items.ts';
import { after, afterAny, type Context, type Match, type Pattern, skipModals, textOf } from './pattern.ts';
import { makePhrase, type Parsed, phraseAt, type Sentence, wordAt } from './phrase.ts';
import { valuesAt } from './values.ts';

/** The subject of a statement; "they" and "each one" stand for the last one. */
function subjectAt(sentence: Sentence, at: number, { subject }: Context): Parsed<Phrase> | null {
  const pronoun = afterAny(sentence, at, [
    'each one',
    'every one',
    'each of them',
    'they|each|these|those',
    'it',
  ]);
  const isPronoun =
    pronoun !== null &&
    subject !== null &&
    (HAVE.has(wordAt(sentence.tokens, skipModals(sentence, pronoun))) ||
      after(sentence, pronoun, 'can|is|are|belong|belongs') !== null);
  if (isPronoun) return { value: subject, next: pronoun };
  const phrase = phraseAt(sentence, at);
  return phrase !== null && PRONOUNS.has(phrase.value.words.join(' ')) ? null : phrase;
}

/** "log my workouts: sets, reps" – a list behind a colon describes the one thing named before it. */
function listOwner({ tokens }: Sentence, at: number, { last }: Context): Parsed<Phrase> | null {
  const [only, ...others] = last?.kind === 'holds' ? last.items : [];
  return wordAt(tokens, at) === ':' && only !== undefined && others.length === 0
    ? { value: only.phrase, next: at }
    : null;
}

/** "… takes place in a room and | has several speakers": the same thing goes on. */
function sameOwner({ tokens }: Sentence, at: number, { last }: Context): Parsed<Phrase> | null {
  const isSame = last?.kind === 'has' || last?.kind === 'belongs' || last?.kind === 'choices';
  return isSame && HAVE.has(wordAt(tokens, at)) ? { value: last.subject, next: at } : null;
}

/** "tasks have a title and a due date", "tasks: title, due date", "tasks with a title". */
export const has: Pattern = (sentence, at, context) => {
  const subject =
    listOwner(sentence, at, context) ?? sameOwner(sentence, at, context) ?? subjectAt(sentence, at, context);
  if (subject === null) return null;
  const { tokens } = sentence;
  const verb = skipModals(sentence, subject.next);
  const marks =
    wordAt(tokens, subject.next) === ':' ||
    (context.last === null && subject.value.isPlural && wordAt(tokens, subject.next) === 'with');
  // "companies upload a logo" says what a company has; "people upload photos" says what they do.
  const isUpload = ['upload', 'uploads'].includes(wordAt(tokens, verb)) && !isPerson(subject.value);
  const isHave = (HAVE.has(wordAt(tokens, verb)) || isUpload) && wordAt(tokens, verb + 1) !== 'to';
  const opens = isHave ? (after(sentence, verb + 1, 'to have') ?? verb + 1) : marks ? subject.next + 1 : null;
  const items = opens === null ? null : itemsAt(sentence, opens);
  if (items === null || items.value.length === 0) return null;
  return { facts: [{ kind: 'has', subject: subject.value, items: items.value }], next: items.next };
};

const BELONGS = [
  'belong|belongs to',
  'is|are part of',
  'take|takes place in|at',
  'happens|happen in|at|on',
  'is|are held|given in|at|by',
  'is|are assigned|linked|attached|related|connected to',
  'refers|refer|references|points|point to',
  'references|reference',
  'is|are in|inside|under|for',
  'can|must|should|may belong to',
  'can|must|should|may be assigned|linked|attached|related|connected to',
];

/** "a talk belongs to a room and a speaker". */
export const belongs: Pattern = (sentence, at, context) => {
  const subject = subjectAt(sentence, at, context);
  const next = subject === null ? null : afterAny(sentence, subject.next, BELONGS);
  if (subject === null || next === null) return null;
  const targets = itemsAt(sentence, next);
  if (targets.value.length === 0) return null;
  return {
    facts: [{ kind: 'belongs', subject: subject.value, targets: targets.value.map((item) => item.phrase) }],
    next: targets.next,
  };
};

const CHOICE_NOUNS = new Set(
  'priority status state severity stage size type category level colour color kind mood difficulty'.split(
    ' ',
  ),
);

function hasOr({ tokens }: Sentence, from: number): boolean {
  return tokens.slice(from).some((token) => token.lower === 'or' || token.text === '/');
}

/** "status: open, in progress, done". */
function choiceList({ tokens }: Sentence, subject: Parsed<Phrase>): Match | null {
  const isChoice =
    wordAt(tokens, subject.next) === ':' && CHOICE_NOUNS.has(subject.value.singular.split(' ').at(-1) ?? '');
  const found = isChoice ? valuesAt(tokens, subject.next + 1) : null;
  if (found === null || found.value.length < 2) return null;
  return {
    facts: [{ kind: 'choices', subject: subject.value, field: null, values: found.value }],
    next: found.next,
  };
}

/** "tasks can be low, medium or high priority", "the status is open, in progress or done". */
export const choices: Pattern = (sentence, at, context) => {
  const subject = subjectAt(sentence, at, context);
  if (subject === null) return null;
  const listed = choiceList(sentence, subject);
  if (listed !== null) return listed;
  const be = skipModals(sentence, subject.next);
  const next = BE.has(wordAt(sentence.tokens, be))
    ? (afterAny(sentence, be + 1, ['either', 'one of', 'one of these']) ?? be + 1)
    : null;
  if (next === null || !hasOr(sentence, next)) return null;
  const found = valuesAt(sentence.tokens, next);
  const last = found.value.at(-1)?.split(' ') ?? [];
  const noun = last.at(-1) ?? '';
  const isNamed = last.length > 1 && CHOICE_NOUNS.has(noun);
  const values = isNamed ? [...found.value.slice(0, -1), last.slice(0, -1).join(' ')] : found.value;
  if (values.length < 2 || values.some((value) => value.split(' ').length > 3)) return null;
  return {
    facts: [{ kind: 'choices', subject: subject.value, field: isNamed ? noun : null, values }],
    next: found.next,
  };
};

const ADJECTIVES: ReadonlyMap<string, Property> = new Map<string, Property>([
  ['required', { key: 'required', value: true }],
  ['mandatory', { key: 'required', value: true }],
  ['compulsory', { key: 'required', value: true }],
  ['optional', { key: 'required', value: false }],
  ['unique', { key: 'unique', value: true }],
]);

function propertyOf(phrase: Phrase | null, word: string): Property | undefined {
  const named = ADJECTIVES.get(word);
  if (named !== undefined) return named;
  const type = phrase === null ? undefined : typeWord(phrase.singular);
  return type === undefined ? undefined : { key: 'type', value: type };
}

/** "the due date is required", "price of products is a number", "make the title unique". */
export const property: Pattern = (sentence, at) => {
  const makes = after(sentence, at, 'make|set');
  const field = phraseAt(sentence, makes ?? at);
  if (field === null) return null;
  const opens = afterAny(sentence, field.next, ['of|in|on|for']);
  const of = opens === null ? null : phraseAt(sentence, opens);
  const end = of?.next ?? field.next;
  const verb = skipModals(sentence, end);
  const value = makes === null ? (BE.has(wordAt(sentence.tokens, verb)) ? verb + 1 : null) : end;
  if (value === null) return null;
  const found =
    propertyOf(phraseAt(sentence, value)?.value ?? null, wordAt(sentence.tokens, value)) ??
    propertyInside(field.value, makes !== null);
  if (found === undefined) return null;
  const name =
    makes !== null && ADJECTIVES.has(field.value.words.at(-1) ?? '') ? withoutLast(field.value) : field.value;
  return {
    facts: [{ kind: 'property', field: name, of: of?.value ?? null, property: found }],
    next: makes === null ? (phraseAt(sentence, value)?.next ?? value + 1) : Math.max(end, value + 1),
  };
};

/** "make the due date required": the adjective ends the noun phrase. */
const propertyInside = (phrase: Phrase, isMake: boolean): Property | undefined =>
  isMake ? ADJECTIVES.get(phrase.words.at(-1) ?? '') : undefined;

const withoutLast = (phrase: Phrase): Phrase =>
  makePhrase(phrase.words.slice(0, -1).map((word) => ({ text: word, lower: word, isWord: true })));

/** "tasks have a title and are done or not". */
export const orNot: Pattern = (sentence, at, context) => {
  const isSame = context.last?.kind === 'has' && after(sentence, at, 'is|are|can') !== null;
  const subject =
    isSame && context.last?.kind === 'has'
      ? { value: context.last.subject, next: at }
      : subjectAt(sentence, at, context);
  const verb =
    subject === null ? null : afterAny(sentence, subject.next, ['is|are either', 'is|are', 'can be']);
  const token = verb === null ? undefined : sentence.tokens[verb];
  if (subject === null || verb === null || token === undefined) return null;
  const end = after(sentence, verb + 1, 'or not');
  if (end === null) return null;
  const flag = { phrase: makePhrase([token]), inner: [], values: [], isFlag: true, under: null };
  return { facts: [{ kind: 'has', subject: subject.value, items: [flag] }], next: end };
};

/** "tasks can be archived" is a yes-or-no; "tasks can be edited" is something people do. */
export const canBe: Pattern = (sentence, at, context) => {
  const subject = subjectAt(sentence, at, context);
  const be = subject === null ? null : afterAny(sentence, subject.next, ['can|may|should|must|could be']);
  if (subject === null || be === null) return null;
  const marked = afterAny(sentence, be, ['marked|flagged|set|checked as', 'marked|flagged']) ?? be;
  const word = wordAt(sentence.tokens, marked);
  const facts: readonly Fact[] = stateOrAction(sentence, { subject: subject.value, word, at: marked });
  return facts.length === 0 ? null : { facts, next: marked + 1 };
};

function stateOrAction(
  sentence: Sentence,
  found: { readonly subject: Phrase; readonly word: string; readonly at: number },
): readonly Fact[] {
  const { subject, word, at } = found;
  if (word === '' || isTitle(word)) return [];
  const token = sentence.tokens[at];
  if (typeOfField(word).type === 'boolean' && token !== undefined) {
    return [
      {
        kind: 'has',
        subject,
        items: [{ phrase: makePhrase([token]), inner: [], values: [], isFlag: true, under: null }],
      },
    ];
  }
  const verb = verbOf(word.replace(/ed$/, '')) ?? verbOf(word.replace(/d$/, ''));
  const user = makePhrase([{ text: 'people', lower: 'people', isWord: true }]);
  const item = { phrase: subject, inner: [], values: [], isFlag: false, under: null };
  return verb === undefined
    ? []
    : [
        {
          kind: 'acts',
          actor: user,
          verbs: [verb.base],
          items: [item],
          own: false,
          all: false,
          may: false,
          whole: false,
          only: false,
          text: textOf(sentence.tokens, 0),
        },
      ];
}
