import {
  ACCESS_LABELS,
  type AccessModel,
  decideAccess,
  decidedAccess,
  NOT_ENFORCED,
  syncAccess,
} from '../draft/access.ts';
import { ASSUMED, type Basis, type Draft } from '../draft/draft.ts';
import type { Topic } from './topic.ts';

const TOPIC = 'access.model';

const MODELS: readonly {
  readonly model: AccessModel;
  readonly consequence: string;
  readonly said: RegExp;
}[] = [
  {
    model: 'own',
    consequence: `People sign in and see only what they added. ${NOT_ENFORCED}`,
    said: /\bown\b|\bprivate|\bonly (?:me|mine)\b|\bthemselves\b/i,
  },
  {
    model: 'staff',
    consequence: `Anyone may read; only staff add and change. ${NOT_ENFORCED}`,
    said: /\bstaff|\badmin|\bonly (?:we|us|our)\b|\bread[- ]only\b|\beditors?\b/i,
  },
  {
    model: 'shared',
    consequence: `People sign in and work on the same things. ${NOT_ENFORCED}`,
    said: /\bsign|\blog ?in|\baccounts?\b|\bteam\b|\bmembers?\b|\bpassword/i,
  },
  {
    model: 'link',
    consequence: 'No sign-in: whoever has the link sees and changes everything.',
    said: /\bevery(?:one|body)|\bany(?:one|body)|\bpublic|\blink\b|\ball\b/i,
  },
];
const ORDER: readonly AccessModel[] = ['link', 'shared', 'own', 'staff'];

/** "Patients see only their own …" was stated: then that is what we take for granted. */
function presumed(draft: Draft): AccessModel {
  const rules = draft.content.sections.access.rules.filter((rule) => rule.origin === 'user_stated');
  if (rules.some((rule) => rule.scope === 'own')) return 'own';
  return rules.length > 0 ? 'shared' : 'link';
}

function modelOfAnswer(labels: readonly string[], text: string): AccessModel | null {
  const chosen =
    MODELS.find(({ model }) => labels.includes(ACCESS_LABELS[model])) ??
    MODELS.find(({ said }) => said.test(text));
  return chosen?.model ?? null;
}

/** Applies the access model in force to the current things. @returns the model when it is only assumed. */
export function keepAccess(draft: Draft): AccessModel | null {
  if (draft.content.sections.dataModel.entities.length === 0) return null;
  const choice = decidedAccess(draft.content);
  syncAccess(draft, choice?.model ?? presumed(draft), choice === null ? ASSUMED : soften(choice.basis));
  return choice === null ? presumed(draft) : null;
}

/** General rules are a selection even when typed: only rules about one thing count as stated. */
const soften = (basis: Basis): Basis => ({ ...basis, origin: 'user_selected' });

export const accessTopic: Topic = {
  owns: (topic) => topic === TOPIC,
  ask: (draft) => [
    {
      topic: TOPIC,
      text: 'Who may see and change things?',
      stake: 'It decides whether people must sign in, and it is costly to change later.',
      kind: 'single',
      options: ORDER.flatMap((model) => MODELS.filter((each) => each.model === model)).map(
        ({ model, consequence }) => ({
          label: ACCESS_LABELS[model],
          consequence,
          // Only what is really enforced is recommended; nothing is where something else was asked for.
          recommended: model === 'link' && presumed(draft) === 'link',
        }),
      ),
      targets: ['/sections/access'],
      blocking: true,
    },
  ],
  apply(draft, given) {
    const model = given.isDelegated ? presumed(draft) : modelOfAnswer(given.labels, given.text);
    return model === null ? [] : [decideAccess(draft, model, given.basis)];
  },
};
