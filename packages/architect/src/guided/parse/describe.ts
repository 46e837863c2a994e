import { COLLECTIONS, CONTAINERS } from '../lexicon/apps.ts';
import { isAnybody, isRole } from '../lexicon/people.ts';
import { gerundOf, verbOf } from '../lexicon/verbs.ts';
import { DETERMINERS } from '../lexicon/words.ts';
import { capitalise } from '../text/inflect.ts';
import type { Fact } from './facts.ts';
import { itemsAt, startsClause } from './items.ts';
import { after, afterAny, type Match, type Pattern } from './pattern.ts';
import { makePhrase, phraseAt, type Sentence, wordAt } from './phrase.ts';

const MAX_FEATURE = 80;

const WISHES = [
  'i|we|you am|are looking for',
  'i|we looking for',
  'i|we would like|love',
  'i|we want|need|wish|like',
  'i|we am|are building|making',
  'looking for',
  'want|need',
];
const MAKING = [
  'you to build|make|create',
  'to have|get|build|make|create|develop|design',
  'build|make|create|develop',
];
const ORDERS = [
  'can|could|would you build|make|create|develop',
  'help me|us to',
  'help me|us',
  'build|make|create|develop|design|generate|give|write',
];

/** Index where the description of the app begins, null when the sentence does not ask for one. */
function wishEnd(sentence: Sentence, at: number): number | null {
  const wish = afterAny(sentence, at, WISHES);
  if (wish !== null) return afterAny(sentence, wish, MAKING) ?? wish;
  const order = afterAny(sentence, at, ORDERS);
  const next = order === null ? null : (after(sentence, order, 'me|us') ?? order);
  const isApp =
    next !== null &&
    (after(sentence, next, 'a|an|my|our|the|some') !== null ||
      verbOf(wordAt(sentence.tokens, next)) !== undefined);
  return isApp ? next : null;
}

/** "… for a small bakery" belongs to the name, "… for teachers" says who uses it. */
function purposeAt(
  sentence: Sentence,
  at: number,
): { readonly facts: readonly Fact[]; readonly name: string; readonly next: number } {
  const none = { facts: [], name: '', next: at };
  const opens = after(sentence, at, 'for');
  const phrase = opens === null ? null : phraseAt(sentence, opens);
  if (opens === null || phrase === null) return none;
  const [first = ''] = phrase.value.words;
  if (isRole(phrase.value.singular) || isAnybody(first)) {
    return { facts: [{ kind: 'audience', actor: phrase.value }], name: '', next: phrase.next };
  }
  const words = sentence.tokens.slice(opens, phrase.next).map((token) => token.text);
  return { facts: [], name: ` for ${words.join(' ')}`, next: phrase.next };
}

function head(sentence: Sentence, at: number): Match | null {
  const phrase = phraseAt(sentence, at);
  if (phrase === null) return null;
  const purpose = purposeAt(sentence, phrase.next);
  const long = capitalise(`${phrase.value.text}${purpose.name}`);
  const name = long.length > MAX_FEATURE ? capitalise(phrase.value.text).slice(0, MAX_FEATURE) : long;
  return { facts: [{ kind: 'feature', name, head: phrase.value }, ...purpose.facts], next: purpose.next };
}

/** "Track my book collection", "manage invoices": the app is what the verb is done to. */
function tracked(sentence: Sentence, from: number): Match | null {
  const { tokens } = sentence;
  const start = after(sentence, from, 'to') ?? from;
  const kept = after(sentence, start, 'keep track of');
  const verb =
    kept === null ? (verbOf(wordAt(tokens, start)) ?? gerundOf(wordAt(tokens, start))) : verbOf('track');
  if (verb === undefined) return null;
  const at = kept ?? start + 1;
  const phrase = phraseAt(sentence, at);
  if (phrase === null) return null;
  const last = phrase.value.words.at(-1) ?? '';
  if (COLLECTIONS.has(last) || CONTAINERS.has(last)) return head(sentence, at);
  const items = itemsAt({ ...sentence, inAction: true }, at);
  const word = verb.base === 'track' || verb.base === 'log' ? 'tracker' : 'manager';
  const name = capitalise(`${phrase.value.singular} ${word}`).slice(0, MAX_FEATURE);
  const named: Fact = { kind: 'feature', name, head: makePhrase(tokens.slice(0, 0)) };
  return { facts: [named, { kind: 'holds', items: items.value }], next: items.next };
}

/** "I want a task tracker …", "Build me a shop", "A recipe box …", "CRM for a small bakery: …". */
export const introduces: Pattern = (sentence, at, { isNew }) => {
  if (!isNew) return null;
  const { tokens } = sentence;
  const wish = wishEnd(sentence, at);
  if (wish !== null)
    return (
      (after(sentence, wish, 'to') ? tracked(sentence, wish) : null) ??
      fromVerb(sentence, wish) ??
      head(sentence, wish)
    );
  const purpose = afterAny(sentence, at, [
    'something to',
    'a|an|some tool|app|site|place|way|website|system to',
  ]);
  if (purpose !== null && verbOf(wordAt(tokens, purpose)) !== undefined) return tracked(sentence, purpose);
  if (isImperative(sentence, at)) return tracked(sentence, at);
  const bare = phraseAt(sentence, at);
  if (bare === null) return null;
  const last = bare.value.words.at(-1) ?? '';
  const isApp = COLLECTIONS.has(last) || CONTAINERS.has(last) || after(sentence, at, 'a|an|my|our') !== null;
  const follows = [
    '',
    'with',
    'for',
    'where',
    'that',
    'which',
    'to',
    ':',
    'called',
    'named',
    'including',
  ].includes(wordAt(tokens, bare.next));
  const isList = bare.value.isPlural && !COLLECTIONS.has(last);
  return follows && (isApp || (!isList && wordAt(tokens, bare.next) !== '')) && isWhole(sentence, at)
    ? head(sentence, at)
    : null;
};

/** "Track my books", "Manage invoices"; not "Book club". */
function isImperative(sentence: Sentence, at: number): boolean {
  if (after(sentence, at, 'keep track of') !== null) return true;
  if (verbOf(wordAt(sentence.tokens, at))?.introduces !== true) return false;
  return (
    DETERMINERS.has(wordAt(sentence.tokens, at + 1)) || phraseAt(sentence, at + 1)?.value.isPlural === true
  );
}

/** A determiner and a noun followed by a verb is a statement, not the name of an app: "a talk belongs to a room". */
function isWhole(sentence: Sentence, at: number): boolean {
  const phrase = phraseAt(sentence, at);
  return phrase !== null && phrase.value.words.length <= 5;
}

const fromVerb = (sentence: Sentence, at: number): Match | null =>
  verbOf(wordAt(sentence.tokens, at)) !== undefined && after(sentence, at, 'a|an|my') === null
    ? tracked(sentence, at)
    : null;

/** "… called Taskbox", "call it Taskbox", "the name is Taskbox". */
export const named: Pattern = (sentence, at) => {
  const next = afterAny(sentence, at, [
    'called|named',
    'call|name it|this|the app',
    'call|name the app',
    'it|this is|should called|named',
    'the app|site|product|project is called|named',
    'the app|site|product should be called|named',
    'the|its name is',
    'the name should be',
  ]);
  if (next === null) return null;
  const { tokens } = sentence;
  const end = Math.min(tokens.length, next + 6);
  const stop = tokens
    .slice(next, end)
    .findIndex((token) => !token.isWord && !['&', '/'].includes(token.text));
  const to = stop < 0 ? end : next + stop;
  const name = tokens
    .slice(next, to)
    .map((token) => token.text)
    .join(' ')
    .slice(0, MAX_FEATURE);
  return name === '' ? null : { facts: [{ kind: 'named', name: capitalise(name) }], next: to };
};

const HOLDS = [
  'with|including|containing|having|:',
  'that|which has|have|contains|includes|stores|holds|keeps|tracks|manages|lists|shows',
  'there should|must|will be',
  'there are|is',
  'it|this|the|app|site should|must|will|also have|has|store|keep|track|hold|contain|include|manage|list',
  'it|this has|have|needs|contains|includes|stores|holds|tracks|manages|keeps',
  'the app|site|system|tool|website has|have|needs|contains|includes|stores|holds|tracks|manages|keeps',
  'the app|site|system|tool|website should|must|will have|store|keep|track|hold|contain|include|manage|list',
];

/** "… with speakers, talks and rooms", "it has customers". */
export const holds: Pattern = (sentence, at, { last, isNew }) => {
  const next = afterAny(sentence, at, HOLDS);
  const isOpener = ['with', 'including', 'containing', 'having', ':', 'that', 'which'].includes(
    wordAt(sentence.tokens, at),
  );
  const continues = last?.kind === 'feature' || last?.kind === 'audience' || last?.kind === 'named';
  if (next === null || (isOpener && !continues && !(isNew && last === null))) return null;
  const items = itemsAt(sentence, after(sentence, next, 'track of') ?? next);
  // "A recipe box: recipes have a title": a statement stands behind the colon, no list.
  const [, ...more] = items.value;
  const isStatement =
    wordAt(sentence.tokens, at) === ':' && more.length === 0 && startsClause(sentence, items.next);
  return items.value.length === 0 || isStatement
    ? null
    : { facts: [{ kind: 'holds', items: items.value }], next: items.next };
};

/** A bare list of things: "customers, orders and deliveries". */
export const bareList: Pattern = (sentence, at) => {
  const items = itemsAt(sentence, at);
  const rest = wordAt(sentence.tokens, items.next);
  const isList =
    items.value.length > 0 &&
    rest === '' &&
    items.value.every((item) => item.phrase.isPlural && item.phrase.words.length <= 3);
  return isList ? { facts: [{ kind: 'holds', items: items.value }], next: items.next } : null;
};
