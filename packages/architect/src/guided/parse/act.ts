import { CONTAINERS } from '../lexicon/apps.ts';
import { isAnybody, isGroup, isRole } from '../lexicon/people.ts';
import { isParticleOf, verbOf } from '../lexicon/verbs.ts';
import type { Fact, Item, Phrase } from './facts.ts';
import { itemsAt } from './items.ts';
import { after, afterAny, type Match, type Pattern, skipModals, skipWords, textOf } from './pattern.ts';
import { makePhrase, type Parsed, phraseAt, type Sentence, wordAt } from './phrase.ts';

export const USER: Phrase = makePhrase([{ text: 'people', lower: 'people', isWord: true }]);
const ABLE = [
  'need|needs|want|wants|like|likes|have|has to',
  'should|must|will|shall be able to',
  'is|are able|allowed to',
  'is|are only|also able|allowed to',
  'be able to',
  'to',
];

interface Clause {
  readonly actor: Phrase;
  readonly only: boolean;
  /** Where the clause began, for its text. */
  readonly from: number;
  /** What "them" stands for. */
  readonly subject?: Phrase | null;
}

/** What was is told, not wanted: "we had a bad website before". */
const PAST = new Set(['had', 'was', 'were', 'did', 'said', 'told', 'tried', 'used']);

/** The verbs at a position in their base form: "create, edit and delete". */
function verbsAt(sentence: Sentence, from: number): Parsed<readonly string[]> {
  const { tokens, isVerb } = sentence;
  const tracked = after(sentence, from, 'keep|keeps|keeping|lose|loses track of');
  if (tracked !== null) return { value: ['track'], next: tracked };
  const verbs: string[] = [];
  let at = from;
  let next = from;
  while (isVerb(wordAt(tokens, at)) && !PAST.has(wordAt(tokens, at))) {
    const word = wordAt(tokens, at);
    verbs.push(verbOf(word)?.base ?? word);
    next = at + 1;
    at = skipWords(sentence, next, (each) => [',', 'and', 'or', '/'].includes(each));
    if (at === next) break;
  }
  return { value: verbs, next };
}

const PERMISSION = new Set(['can', 'may', 'could', 'able', 'allowed']);
const WHOLE = new Set('everything anything things it stuff data content contents all'.split(' '));
const OF = new Set('all the of any our this that'.split(' '));
const THEM = new Set(['them', 'those', 'these']);

interface Objects {
  readonly items: readonly Item[];
  /** Everything is meant: "everything", or nothing is named. */
  readonly whole: boolean;
  readonly next: number;
}

const asItem = (phrase: Phrase): Item => ({ phrase, inner: [], values: [], isFlag: false, under: null });

/** "everything", "all of it": the whole app. */
function wholeEnd(sentence: Sentence, at: number): number | null {
  const word = skipWords(sentence, at, (each) => OF.has(each) && each !== 'all');
  const last = skipWords(sentence, word, (each) => WHOLE.has(each) || OF.has(each));
  const isWhole = sentence.tokens.slice(word, last).some((token) => WHOLE.has(token.lower));
  return isWhole && clauseEnds(sentence, last) ? last : null;
}

/** What is done to what, behind the verbs. */
function objectsAt(sentence: Sentence, at: number, subject: Phrase | null): Objects {
  const { tokens } = sentence;
  const them = skipWords(sentence, at, (word) => OF.has(word));
  if (subject !== null && THEM.has(wordAt(tokens, them)) && clauseEnds(sentence, them + 1))
    return { items: [asItem(subject)], whole: false, next: them + 1 };
  const whole = clauseEnds(sentence, at) ? at : wholeEnd(sentence, at);
  if (whole !== null) return { items: [], whole: true, next: whole };
  const items = itemsAt({ ...sentence, inAction: true }, at);
  return items.value.length > 0
    ? { items: items.value, whole: false, next: items.next }
    : { items: [], whole: false, next: restEnd(sentence, at) };
}

/** True where nothing more belongs to the clause: at the end, or where people do something else. */
function clauseEnds(sentence: Sentence, at: number): boolean {
  const word = wordAt(sentence.tokens, at);
  if (word === '' || word === ')' || word === ':') return true;
  if (!BREAKS.has(word)) return false;
  return startsStatement(
    sentence,
    skipWords(sentence, at, (each) => BREAKS.has(each)),
  );
}

const BREAKS = new Set([',', 'and', 'but', 'while', 'whereas', 'so', 'then', '(']);

/** "…, only staff", "… and customers can". */
function startsStatement(sentence: Sentence, at: number): boolean {
  const only = afterAny(sentence, at, ['only|just', 'nobody|no']);
  const phrase = phraseAt(sentence, only ?? at);
  if (phrase === null) return false;
  const next = wordAt(sentence.tokens, skipModals(sentence, phrase.next));
  const isModal = phrase.next < skipModals(sentence, phrase.next);
  return isPerson(phrase.value) && (isModal || sentence.isVerb(next) || ['is', 'are'].includes(next));
}

/** The end of what could not be read of a clause: where the next one begins. */
function restEnd(sentence: Sentence, from: number): number {
  let at = from;
  while (at < sentence.tokens.length && !(at > from && clauseEnds(sentence, at))) at += 1;
  return at;
}

/** Index behind the preposition that goes with the verb: "look | at". */
function particleEnd({ tokens }: Sentence, at: number, verbs: readonly string[]): number {
  return isParticleOf(verbs.at(-1) ?? '', wordAt(tokens, at)) ? at + 1 : at;
}

const OWNER = new Set(['their', 'his', 'her']);

/** What somebody does, from the verb on. */
export function actionAt(sentence: Sentence, from: number, clause: Clause): Match | null {
  const { tokens } = sentence;
  const verb = skipModals(sentence, from);
  const verbs = verbsAt(sentence, verb);
  if (verbs.value.length === 0) return null;
  const object = skipModals(sentence, particleEnd(sentence, verbs.next, verbs.value));
  const { items, whole, next } = objectsAt(sentence, object, clause.subject ?? null);
  const before = tokens.slice(clause.from, verb).map((token) => token.lower);
  const behind = tokens.slice(verbs.next, next).map((token) => token.lower);
  const isOnly = behind.includes('only') || tokens.slice(from, verb).some((each) => each.lower === 'only');
  const isTheirs = behind.some((word) => OWNER.has(word));
  // Of an unnamed crowd "their" says nothing: "people manage their tasks".
  const isRoleful = !isAnybody(clause.actor.words[0] ?? '');
  const act: Fact = {
    kind: 'acts',
    actor: clause.actor,
    verbs: verbs.value,
    items,
    own: behind.includes('own') || (isTheirs && (isOnly || isRoleful)),
    all: !isTheirs && (behind.includes('all') || behind.includes('every')),
    may: before.some((word) => PERMISSION.has(word)),
    whole,
    only: clause.only,
    text: textOf(tokens, clause.from, next),
  };
  return { facts: [act], next };
}

/** "people create projects with tasks", "only admins can delete tasks", "patients see only their own appointments". */
export const acts: Pattern = (sentence, at, { last, subject }) => {
  const { tokens, isVerb } = sentence;
  const only = afterAny(sentence, at, ['only|just', 'nobody but', 'no one but', 'nobody else|other than']);
  const actor = phraseAt(sentence, only ?? at);
  if (actor !== null && isPerson(actor.value)) {
    const able = afterAny(sentence, actor.next, ABLE) ?? actor.next;
    return actionAt(sentence, able, { actor: actor.value, only: only !== null, from: at, subject });
  }
  // "… and assign tasks": the same people go on.
  const isSame = last?.kind === 'acts' && isVerb(wordAt(tokens, skipModals(sentence, at)));
  return isSame && last.kind === 'acts'
    ? actionAt(sentence, at, { actor: last.actor, only: last.only, from: at, subject })
    : null;
};

export function isPerson(phrase: Phrase): boolean {
  return (
    isRole(phrase.singular.split(' ').at(-1) ?? '') ||
    isGroup(phrase.words.at(-1) ?? '') ||
    (phrase.words.length === 1 && isAnybody(phrase.words[0] ?? ''))
  );
}

/** "… to plan trips", "… that helps teachers record grades", "as a teacher I want to record grades". */
export const enables: Pattern = (sentence, at, context) => {
  const story = after(sentence, at, 'as a|an');
  if (story !== null) return storyAt(sentence, story, at);
  const lets = afterAny(sentence, at, [
    'that|which lets|let|allows|allow|helps|help|enables',
    'it|which should|must let|allow',
    'let|allow',
    'it lets|allows',
    'the app|site lets|allows',
    'lets|allows|helps',
  ]);
  const person = lets === null ? null : phraseAt(sentence, lets);
  if (person !== null && isPerson(person.value)) {
    const verb = after(sentence, person.next, 'to') ?? person.next;
    return actionAt(sentence, verb, { actor: person.value, only: false, from: person.next });
  }
  const isHead = context.last?.kind === 'feature' || context.last?.kind === 'audience';
  const to = afterAny(sentence, at, ['to help me|us', 'that lets|helps me|us', 'to', 'that|which', 'for']);
  return isHead && to !== null
    ? actionAt(sentence, to, {
        actor: context.last?.kind === 'audience' ? context.last.actor : USER,
        only: false,
        from: to,
      })
    : null;
};

function storyAt(sentence: Sentence, at: number, from: number): Match | null {
  const role = phraseAt(sentence, at);
  if (role === null) return null;
  const comma = after(sentence, role.next, ',') ?? role.next;
  const wish = afterAny(sentence, comma, [
    'i want|need to',
    'i would like to',
    'i can|must|should',
    'i want',
  ]);
  return wish === null ? null : actionAt(sentence, wish, { actor: role.value, only: false, from });
}

/** "it should send a reminder": something the app does, kept as a requirement in its own words. */
export const behaves: Pattern = (sentence, at) => {
  const { tokens, isVerb } = sentence;
  const subject =
    afterAny(sentence, at, ['it|this', 'the app|site|system|website|tool|page']) ??
    containerEnd(sentence, at);
  if (subject === null) return null;
  const verb = skipModals(sentence, subject);
  const hasModal = verb > subject;
  const isAction = hasModal || isVerb(wordAt(tokens, verb));
  return isAction && verb < tokens.length
    ? { facts: [{ kind: 'behaves', text: textOf(tokens, at) }], next: tokens.length }
    : null;
};

function containerEnd(sentence: Sentence, at: number): number | null {
  const phrase = phraseAt(sentence, at);
  return phrase !== null && CONTAINERS.has(phrase.value.words.at(-1) ?? '') ? phrase.next : null;
}
