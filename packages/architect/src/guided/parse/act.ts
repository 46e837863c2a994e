import { CONTAINERS } from '../lexicon/apps.ts';
import { isAnybody, isRole } from '../lexicon/people.ts';
import { verbOf } from '../lexicon/verbs.ts';
import type { Fact, Phrase } from './facts.ts';
import { itemsAt } from './items.ts';
import { after, afterAny, type Match, type Pattern, skipModals, skipWords, textOf } from './pattern.ts';
import { makePhrase, type Parsed, phraseAt, type Sentence, wordAt } from './phrase.ts';

export const USER: Phrase = makePhrase([{ text: 'people', lower: 'people', isWord: true }]);
const ABLE = [
  'need|needs|want|wants|like|likes|have|has to',
  'should|must|will|shall be able to',
  'is|are able|allowed to',
  'be able to',
  'to',
];

interface Clause {
  readonly actor: Phrase;
  readonly only: boolean;
  /** Where the clause began, for its text. */
  readonly from: number;
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

/** What somebody does, from the verb on. */
export function actionAt(sentence: Sentence, from: number, clause: Clause): Match | null {
  const { tokens } = sentence;
  const verb = skipModals(sentence, from);
  const isOnly = tokens.slice(from, verb).some((token) => token.lower === 'only');
  const verbs = verbsAt(sentence, verb);
  if (verbs.value.length === 0) return null;
  const object = skipModals(sentence, verbs.next);
  const items = itemsAt({ ...sentence, inAction: true }, object);
  const between = tokens.slice(verbs.next, items.next).map((token) => token.lower);
  const own = between.includes('own') && (isOnly || between.includes('only'));
  const next = items.value.length === 0 ? tokens.length : items.next;
  const text = textOf(tokens, clause.from, next);
  const act: Fact = {
    kind: 'acts',
    actor: clause.actor,
    verbs: verbs.value,
    items: items.value,
    own,
    only: clause.only,
    text,
  };
  return { facts: [act], next };
}

/** "people create projects with tasks", "only admins can delete tasks", "patients see only their own appointments". */
export const acts: Pattern = (sentence, at, { last }) => {
  const { tokens, isVerb } = sentence;
  const only = after(sentence, at, 'only');
  const actor = phraseAt(sentence, only ?? at);
  if (actor !== null && isPerson(actor.value)) {
    const able = afterAny(sentence, actor.next, ABLE) ?? actor.next;
    return actionAt(sentence, able, { actor: actor.value, only: only !== null, from: at });
  }
  // "… and assign tasks": the same people go on.
  const isSame = last?.kind === 'acts' && isVerb(wordAt(tokens, skipModals(sentence, at)));
  return isSame && last.kind === 'acts'
    ? actionAt(sentence, at, { actor: last.actor, only: last.only, from: at })
    : null;
};

export function isPerson(phrase: Phrase): boolean {
  return (
    isRole(phrase.singular.split(' ').at(-1) ?? '') ||
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
