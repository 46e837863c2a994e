import type { Entity } from '@orchard-studio/core';
import { capitalise, listing, withArticle } from '../text/inflect.ts';
import { accessAssumptions, type KeptAccess } from './access-words.ts';
import { type Draft, entities, entityPath, isLink } from './draft.ts';

/** Something taken for granted, and the part of the plan it is about. */
interface Candidate {
  readonly text: string;
  readonly target: string;
  readonly confidence: number;
}

/** Paths of which this file keeps the assumptions in step with the plan. */
const KEPT =
  /^\/sections\/(?:dataModel\/entities\/[^/]+\/fields(?:\/[^/]+\/(?:required|values|name))?|access(?:\/rules\/[^/]+)?|designSystem|intent\/actors|feature)$/;

const start = (name: string): string => capitalise(withArticle(name));

function ofEntity(entity: Entity): readonly Candidate[] {
  const values = entity.fields.filter((field) => !isLink(field));
  const name = entity.name.toLowerCase();
  const guessed = values.filter((field) => field.origin === 'template');
  const isGuess = guessed.length > 0 && values.every((field) => field.origin !== 'user_stated');
  const guess = `${start(name)} needs ${listing(guessed.map((field) => field.name))}${values.length === 1 ? ' only' : ''}.`;
  const optional = entity.fields
    .filter((field) => field.type === 'reference' && field.origin !== 'user_selected')
    .filter((field) => !field.required || field.origin === 'inferred')
    .map((field) => ({
      text: field.required
        ? `${start(name)} always has ${withArticle(field.name)}.`
        : `${start(name)} can exist without ${withArticle(field.name)}.`,
      target: `/${field.id}/required`,
      confidence: 0.6,
    }));
  const choices = entity.fields
    .filter(
      (field) =>
        field.type === 'enum' &&
        field.values.length > 0 &&
        !field.sources.some(({ quote }) =>
          quote.toLowerCase().includes(field.values[0]?.toLowerCase() ?? ''),
        ),
    )
    .map((field) => ({
      text: `The ${field.name} of ${withArticle(name)} is ${listing(field.values, 'or')}.`,
      target: `/${field.id}/values`,
      confidence: 0.5,
    }));
  const added = isGuess
    ? []
    : guessed.map((field) => ({
        text: `${start(name)} also has “${field.name}”.`,
        target: `/${field.id}/name`,
        confidence: 0.6,
      }));
  const fields = `${entityPath(entity)}/fields`;
  return [
    ...(isGuess ? [{ text: guess, target: fields, confidence: 0.5 }] : []),
    ...[...added, ...optional, ...choices].map((each) => ({ ...each, target: `${fields}${each.target}` })),
  ];
}

export interface Guesses {
  readonly access: KeptAccess;
  /** Null when a person has chosen. */
  readonly look: string | null;
}

function candidates(draft: Draft, { access, look }: Guesses): readonly Candidate[] {
  const { intent } = draft.content.sections;
  const onlyUser = intent.actors.length === 1 && intent.actors[0]?.origin === 'assumed';
  if (entities(draft).length === 0) return [];
  return [
    ...(onlyUser
      ? [
          {
            text: 'All who use it have the same rights; I call them users.',
            target: '/sections/intent/actors',
            confidence: 0.6,
          },
        ]
      : []),
    ...entities(draft).flatMap(ofEntity),
    ...accessAssumptions(draft, access),
    ...(look === null
      ? []
      : [{ text: `It looks ${look.toLowerCase()}.`, target: '/sections/designSystem', confidence: 0.4 }]),
  ];
}

const MAX_ASSUMPTIONS = 200;

/**
 * Adds what is newly assumed, words it anew after a rename, and overturns what the plan no longer rests on.
 * What a person has confirmed stays as it is.
 */
export function syncAssumptions(draft: Draft, guesses: Guesses): void {
  const { assumptions } = draft.content;
  const wanted = candidates(draft, guesses);
  const targets = new Set(wanted.map((each) => each.target));
  const ours = assumptions.filter(
    ({ targets: [target = ''], assumption }) => KEPT.test(target) && !assumption.startsWith('You left'),
  );
  for (const each of ours) {
    if (each.status === 'open' && !targets.has(each.targets[0] ?? '')) each.status = 'overturned';
  }
  for (const { text, target, confidence } of wanted) {
    const standing = ours.find((each) => each.targets[0] === target && each.status !== 'overturned');
    if (standing?.status === 'open') standing.assumption = text;
    if (standing !== undefined || assumptions.length >= MAX_ASSUMPTIONS) continue;
    assumptions.push({
      id: draft.ids.next('assumption'),
      assumption: text,
      targets: [target],
      confidence,
      status: 'open',
    });
  }
}
