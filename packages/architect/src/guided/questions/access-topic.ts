import type { BlueprintContent } from '@orchard-studio/core';
import { type AccessModel, syncAccess } from '../draft/access.ts';
import { ASSUMED, type Basis, type Draft } from '../draft/draft.ts';
import { decide, type Topic } from './topic.ts';

const TOPIC = 'access.model';

const MODELS: readonly {
  readonly model: AccessModel;
  readonly label: string;
  readonly consequence: string;
  readonly said: RegExp;
}[] = [
  {
    model: 'own',
    label: 'Each person only their own',
    consequence: 'People sign in and see only what they added.',
    said: /\bown\b|\bprivate|\bonly (?:me|mine)\b|\bthemselves\b/i,
  },
  {
    model: 'staff',
    label: 'Everyone looks, staff change',
    consequence: 'Anyone may read; only staff add and change.',
    said: /\bstaff|\badmin|\bonly (?:we|us|our)\b|\bread[- ]only\b|\beditors?\b/i,
  },
  {
    model: 'shared',
    label: 'Signed-in people share all',
    consequence: 'People sign in and work on the same things.',
    said: /\bsign|\blog ?in|\baccounts?\b|\bteam\b|\bmembers?\b|\bpassword/i,
  },
  {
    model: 'link',
    label: 'Everyone with the link',
    consequence: 'No sign-in: whoever has the link sees and changes everything.',
    said: /\bevery(?:one|body)|\bany(?:one|body)|\bpublic|\blink\b|\ball\b/i,
  },
];
const ORDER: readonly AccessModel[] = ['link', 'shared', 'own', 'staff'];

/** "Patients see only their own …" was stated: then that is what we recommend. */
function recommended(draft: Draft): AccessModel {
  const rules = draft.content.sections.access.rules.filter((rule) => rule.origin === 'user_stated');
  if (rules.some((rule) => rule.scope === 'own')) return 'own';
  return rules.length > 0 ? 'shared' : 'link';
}

function modelOfAnswer(labels: readonly string[], text: string): AccessModel | null {
  const chosen =
    MODELS.find(({ label }) => labels.includes(label)) ?? MODELS.find(({ said }) => said.test(text));
  return chosen?.model ?? null;
}

/** What a person chose, null while it is open or was left to us. */
function chosen(content: BlueprintContent): { readonly model: AccessModel; readonly basis: Basis } | null {
  const question = content.questions.find((each) => each.topic === TOPIC);
  if (question?.answer === null || question?.answer === undefined) return null;
  const { optionIds, text } = question.answer;
  const labels = question.options
    .filter((option) => optionIds.includes(option.id))
    .map((option) => option.label);
  const model = modelOfAnswer(labels, text);
  const origin = labels.length > 0 ? 'user_selected' : 'user_stated';
  return model === null
    ? null
    : { model, basis: { origin, sources: [{ kind: 'answer', id: question.id, quote: text.slice(0, 500) }] } };
}

/** Applies the access model in force to the current things. @returns the model when it is only assumed. */
export function keepAccess(draft: Draft): AccessModel | null {
  if (draft.content.sections.dataModel.entities.length === 0) return null;
  const choice = chosen(draft.content);
  syncAccess(draft, choice?.model ?? recommended(draft), choice === null ? ASSUMED : soften(choice.basis));
  return choice === null ? recommended(draft) : null;
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
        ({ model, label, consequence }) => ({
          label,
          consequence,
          recommended: model === recommended(draft),
        }),
      ),
      targets: ['/sections/access'],
      blocking: true,
    },
  ],
  apply(draft, given) {
    const model = modelOfAnswer(given.labels, given.text);
    const row = MODELS.find((each) => each.model === model);
    if (row === undefined) return [];
    decide(draft, given, { title: 'Who may see and change things', choice: row.label });
    return ['/sections/access'];
  },
};
