import { applyLook } from '../draft/design.ts';
import { ASSUMED, type Draft } from '../draft/draft.ts';
import { LOOKS, type Look, lookOf } from '../lexicon/looks.ts';
import { decide, type Topic } from './topic.ts';

const TOPIC = 'design.look';

function lookOfAnswer(labels: readonly string[], text: string): Look | undefined {
  const said = text.toLowerCase().match(/[a-z]+/g) ?? [];
  return (
    LOOKS.find((look) => labels.includes(look.label)) ?? said.map(lookOf).find((look) => look !== undefined)
  );
}

const CHOSEN = new Set(['user_stated', 'user_selected', 'user_confirmed', 'reference']);

/** Draws a first look until somebody chooses one. @returns its label while it is only assumed. */
export function keepLook(draft: Draft): string | null {
  const { style, tokens } = draft.content.sections.designSystem;
  const [first] = LOOKS;
  if (first === undefined || draft.content.sections.dataModel.entities.length === 0) return null;
  if (style === '' || tokens.length === 0) applyLook(draft, first, ASSUMED);
  const isChosen = draft.content.sections.designSystem.tokens.some((token) => CHOSEN.has(token.origin));
  return isChosen
    ? null
    : (LOOKS.find((look) => look.key === draft.content.sections.designSystem.style)?.label ?? null);
}

export const lookTopic: Topic = {
  owns: (topic) => topic === TOPIC,
  ask: (draft) =>
    draft.content.sections.designSystem.tokens.some((token) => token.origin === 'user_stated')
      ? []
      : [
          {
            topic: TOPIC,
            text: 'How should it look?',
            stake: 'It sets colours, type and spacing of every screen; you can change it at any time.',
            kind: 'visual',
            options: LOOKS.map(({ label, consequence }, index) => ({
              label,
              consequence,
              recommended: index === 0,
            })),
            targets: ['/sections/designSystem'],
          },
        ],
  apply(draft, given) {
    const look = lookOfAnswer(given.labels, given.text);
    if (look === undefined) return [];
    decide(draft, given, { title: 'Look', choice: look.label });
    return applyLook(draft, look, given.basis);
  },
};
