import { KINDS } from '../lexicon/apps.ts';
import { gerundOf } from '../lexicon/verbs.ts';
import { capitalise } from '../text/inflect.ts';
import { actionAt, USER } from './act.ts';
import { after, afterAny, type Pattern, skipWords } from './pattern.ts';
import { phraseAt, type Sentence, wordAt } from './phrase.ts';

const MAX_FEATURE = 80;
const RUN = 'run|runs|own|owns|lead|leads|operate|operates';
const HAVE = 'have|has|opened|started|am|are';
/** What people have that an app is made for; "I have a problem" is none of it. */
const BUSINESSES = new Set(
  `studio salon cafe café bar office practice farm garage workshop agency company business firm club team store shop
   school clinic pharmacy nursery kindergarten museum theatre theater charity association choir band league`
    .trim()
    .split(/\s+/),
);

/** "in the old town": where it is says nothing about the app. */
function skipPlace(sentence: Sentence, at: number): number {
  if (after(sentence, at, 'in|at|near|from|on') === null) return at;
  return skipWords(
    sentence,
    at,
    (word) => ![',', 'and', 'but', 'so', 'where', 'that', 'which', ''].includes(word),
  );
}

/** "I run a yoga studio and want to manage classes", "my wife has a small bakery": the app is named after it. */
export const business: Pattern = (sentence, at, { isNew }) => {
  if (!isNew) return null;
  const owner = after(sentence, at, 'i|we') ?? (after(sentence, at, 'my|our') === null ? null : at + 2);
  const runs = owner === null ? null : after(sentence, owner, RUN);
  const has = owner === null ? null : after(sentence, owner, HAVE);
  const verb = runs ?? has;
  if (verb === null || after(sentence, verb, 'a|an|my|our|the|two|three|several') === null) return null;
  const phrase = phraseAt(sentence, verb);
  const last = phrase?.value.singular.split(' ').at(-1) ?? '';
  if (phrase === null || (runs === null && !KINDS.has(last) && !BUSINESSES.has(last))) return null;
  const name = capitalise(phrase.value.text).slice(0, MAX_FEATURE);
  return {
    facts: [{ kind: 'feature', name, head: phrase.value, isBusiness: true }],
    next: skipPlace(sentence, phrase.next),
  };
};

const WISHES = [
  'i|we would like|love',
  'i|we need|want|wish|have',
  'i|we am|are looking for',
  'would like|love',
  'need|want|looking',
];

/** "… and want to manage classes", "… and we need an app to plan shifts": what the business needs the app for. */
export const continues: Pattern = (sentence, at, { last }) => {
  if (last?.kind !== 'feature' || last.isBusiness !== true) return null;
  const plain = after(sentence, at, 'i|we');
  const wish = afterAny(sentence, at, WISHES);
  const app =
    wish === null
      ? null
      : afterAny(sentence, wish, [
          'a|an|some app|tool|site|website|system|software|way to|for|that|which',
          'a|an simple|small|easy|little app|tool|site|website|system|software|way to|for|that|which',
          'to',
        ]);
  const from = app ?? plain;
  if (from === null || gerundOf(wordAt(sentence.tokens, from)) !== undefined) return null;
  return actionAt(sentence, from, { actor: USER, only: false, from: app === null ? at : from });
};
