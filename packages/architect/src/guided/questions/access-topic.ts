import {
  ACCESS_LABELS,
  decideAccess,
  decidedAccess,
  presumedAccess,
  syncAccess,
  undecided,
} from '../draft/access.ts';
import type { KeptAccess } from '../draft/access-words.ts';
import { ASSUMED, type Draft, entities } from '../draft/draft.ts';
import { settleGrants, statedRules } from '../draft/grants.ts';
import type { AccessModel } from '../parse/facts.ts';
import { listing, onLast, plural } from '../text/inflect.ts';
import type { Topic } from './topic.ts';

const TOPIC = 'access.model';

const MODELS: readonly {
  readonly model: AccessModel;
  readonly consequence: string;
  readonly said: RegExp;
}[] = [
  {
    model: 'named',
    consequence: 'Only the people you named sign in; who looks after one thing looks after all.',
    said: /\bnobody\b|\bno ?one\b|\bonly (?:them|those|these)\b|\bnone\b/i,
  },
  {
    model: 'own',
    consequence: 'People sign in and see only what they added and what is about them.',
    said: /\bown\b|\bprivate|\bonly (?:me|mine)\b|\bthemselves\b/i,
  },
  {
    model: 'staff',
    consequence: 'Anyone may read without signing in; only staff add and change.',
    said: /\bstaff|\badmin|\bonly (?:we|us|our)\b|\bread[- ]only\b|\beditors?\b/i,
  },
  {
    model: 'shared',
    consequence: 'People sign in and work on the same things.',
    said: /\bsign|\blog ?in|\baccounts?\b|\bteam\b|\bmembers?\b|\bpassword/i,
  },
  {
    model: 'link',
    consequence: 'No sign-in: whoever has the link sees and changes everything.',
    said: /\bevery(?:one|body)|\bany(?:one|body)|\bpublic|\blink\b|\ball\b/i,
  },
];
const ORDER: readonly AccessModel[] = ['link', 'shared', 'own', 'staff'];
/** Where somebody was named already, nobody else may be the answer. */
const NAMED_ORDER: readonly AccessModel[] = ['named', ...ORDER];

function modelOfAnswer(labels: readonly string[], text: string): AccessModel | null {
  const chosen =
    MODELS.find(({ model }) => labels.includes(ACCESS_LABELS[model])) ??
    MODELS.find(({ said }) => said.test(text));
  return chosen?.model ?? null;
}

/** Applies the access model in force to the current things. */
export function keepAccess(draft: Draft): KeptAccess {
  if (entities(draft).length === 0) return { assumed: null, derived: [] };
  settleGrants(draft);
  const choice = decidedAccess(draft.content);
  const model = choice?.model ?? presumedAccess(draft.content);
  const general = { model, changer: choice?.changer ?? null, isChosen: choice !== null };
  const derived = syncAccess(draft, general, choice?.basis ?? ASSUMED);
  return { assumed: choice === null && undecided(draft).length > 0 ? model : null, derived };
}

const MAX_NAMED = 4;

/** Names what is left to decide, where something was stated. */
function textOf(draft: Draft): string {
  const left = undecided(draft);
  const isAll = statedRules(draft.content).length === 0 || left.length > MAX_NAMED;
  const names = left.map((entity) => onLast(entity.name.toLowerCase(), plural));
  if (statedRules(draft.content).length === 0) return 'Who may see and change things?';
  return isAll ? 'Who may see and change the rest?' : `Who else may see and change ${listing(names)}?`;
}

/** True when nobody has to be asked: it was said of everything. */
export const isAccessStated = (draft: Draft): boolean =>
  entities(draft).length > 0 && undecided(draft).length === 0;

export const accessTopic: Topic = {
  owns: (topic) => topic === TOPIC,
  ask(draft) {
    if (isAccessStated(draft) || decidedAccess(draft.content)?.basis.origin === 'user_stated') return [];
    const presumed = presumedAccess(draft.content);
    const isPartly = statedRules(draft.content).length > 0;
    return [
      {
        topic: TOPIC,
        text: textOf(draft),
        stake: 'It decides whether people must sign in, and it is costly to change later.',
        kind: 'single',
        options: (isPartly ? NAMED_ORDER : ORDER)
          .flatMap((model) => MODELS.filter((each) => each.model === model))
          .map(({ model, consequence }) => ({
            label: ACCESS_LABELS[model],
            consequence,
            recommended: model === presumed,
          })),
        targets: ['/sections/access'],
        blocking: true,
      },
    ];
  },
  apply(draft, given) {
    const model = given.isDelegated ? presumedAccess(draft.content) : modelOfAnswer(given.labels, given.text);
    return model === null ? [] : [decideAccess(draft, { model, basis: given.basis })];
  },
};
