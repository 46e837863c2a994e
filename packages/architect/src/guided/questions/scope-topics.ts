import { type Draft, entities, itemFields } from '../draft/draft.ts';
import { actorNamed, actorPath, addStatement } from '../draft/people.ts';
import { splitList } from './name-topics.ts';
import { cameFrom, type Given, type Topic } from './topic.ts';

const UPLOADS = 'File uploads';

/** What the plan asks for is not offered to be left out. */
const hasFiles = (draft: Draft): boolean =>
  entities(draft).some((entity) => entity.fields.some((field) => field.type === 'file'));

const LEFT_OUT = [
  { label: 'Payments', consequence: 'Nobody pays in the app.', recommended: true },
  { label: 'E-mail notifications', consequence: 'The app sends no e-mail.' },
  { label: UPLOADS, consequence: 'Pictures and documents stay elsewhere.' },
  { label: 'A phone app', consequence: 'It runs in the browser, on phones too.' },
];

export const scopeTopic: Topic = {
  owns: (topic) => topic === 'scope.non-goals',
  ask: (draft) =>
    draft.content.sections.dataModel.entities.length === 0
      ? []
      : [
          {
            topic: 'scope.non-goals',
            text: 'What may be left out of the first version?',
            stake: 'What is named here is not built by accident.',
            kind: 'multi',
            options: LEFT_OUT.filter(({ label }) => label !== UPLOADS || !hasFiles(draft)),
            targets: ['/sections/intent/nonGoals'],
            after: ['access.model'],
          },
        ],
  apply(draft, given) {
    const { intent } = draft.content.sections;
    intent.nonGoals = intent.nonGoals.filter((goal) => !cameFrom(goal, given.question.id));
    return [...given.labels, ...splitList(given.text)].flatMap(
      (text) => addStatement(draft, { list: 'nonGoals', text, basis: given.basis }) ?? [],
    );
  },
};

/** Asked only when the user wants more questions. */
export const adminTopic: Topic = {
  owns: (topic) => topic === 'actors.admin',
  ask: (_draft, wantsMore) =>
    wantsMore
      ? [
          {
            topic: 'actors.admin',
            text: 'Does somebody have special rights?',
            stake: 'Special rights need a role of their own.',
            kind: 'single',
            options: [
              { label: 'No, all are equal', consequence: 'There is one kind of user.', recommended: true },
              { label: 'Yes, an administrator', consequence: 'A role “Administrator” is added to the plan.' },
            ],
            targets: ['/sections/intent/actors'],
          },
        ]
      : [],
  apply(draft, { labels, text, basis }) {
    const isYes = labels.some((label) => label.startsWith('Yes')) || /\b(?:yes|admin)/i.test(text);
    const actor = isYes ? actorNamed(draft, 'Administrator', basis) : null;
    return [actor === null ? '/sections/intent/actors' : actorPath(actor)];
  },
};

function setGoal(draft: Draft, given: Given, text: string): readonly string[] {
  const { quality } = draft.content.sections;
  quality.goals = quality.goals.filter((goal) => !cameFrom(goal, given.question.id));
  const goal = { ...itemFields(draft, 'qualityGoal', given.basis), text: text.slice(0, 300) };
  quality.goals.push(goal);
  return [`/sections/quality/goals/${goal.id}`];
}

/** Asked only when the user wants more questions. */
export const deviceTopic: Topic = {
  owns: (topic) => topic === 'quality.device',
  ask: (_draft, wantsMore) =>
    wantsMore
      ? [
          {
            topic: 'quality.device',
            text: 'Where is it used most?',
            stake: 'It decides what is designed first.',
            kind: 'single',
            options: [
              {
                label: 'Both alike',
                consequence: 'Every screen fits phones and computers.',
                recommended: true,
              },
              { label: 'On the phone', consequence: 'Large targets, one column.' },
              { label: 'On a computer', consequence: 'Tables and more on one screen.' },
            ],
            targets: ['/sections/quality'],
          },
        ]
      : [],
  apply: (draft, given) => {
    const choice = given.labels[0] ?? given.text;
    return choice === '' ? [] : setGoal(draft, given, `Used most: ${choice.toLowerCase()}.`);
  },
};
