import type { Actor } from '@orchard-studio/core';
import { isAnybody, USER } from '../lexicon/people.ts';
import type { Action } from '../lexicon/verbs.ts';
import type { Phrase } from '../parse/facts.ts';
import { capitalise, withArticle } from '../text/inflect.ts';
import { type Basis, type Draft, itemFields, key } from './draft.ts';

const MAX_ACTORS = 30;
const MAX_STATEMENTS = 200;
const MAX_TITLE = 160;

const OUTCOMES: Readonly<Record<Action, string>> = {
  create: 'it is saved and shown in the list',
  read: 'they see what they may see, and an empty list says so',
  update: 'the change is saved and shown at once',
  delete: 'it is gone from every list',
};

/** The actor a phrase names; whoever uses it is the User. */
export function ensureActor(draft: Draft, phrase: Phrase, basis: Basis): Actor | null {
  const [word = ''] = phrase.words;
  const name = phrase.words.length === 1 && isAnybody(word) ? USER : capitalise(phrase.singular);
  return actorNamed(draft, name, basis);
}

export function actorNamed(draft: Draft, name: string, basis: Basis): Actor | null {
  const { actors } = draft.content.sections.intent;
  const known = actors.find((actor) => key(actor.name) === key(name));
  if (known !== undefined) {
    if (known.origin === 'assumed' && basis.origin !== 'assumed')
      Object.assign(known, { origin: basis.origin, sources: [...basis.sources], confidence: 0.9 });
    return known;
  }
  if (actors.length >= MAX_ACTORS) return null;
  const actor: Actor = { ...itemFields(draft, 'actor', basis), name: name.slice(0, 60), description: '' };
  actors.push(actor);
  return actor;
}

export const actorPath = (actor: Actor): string => `/sections/intent/actors/${actor.id}`;

/** Adds a requirement in the user's words; returns its path. */
export function addRequirement(
  draft: Draft,
  wanted: { readonly text: string; readonly basis: Basis; readonly actor?: string; readonly action?: Action },
): string | null {
  const { items } = draft.content.sections.requirements;
  const title = capitalise(wanted.text.trim()).slice(0, MAX_TITLE).trim();
  const known = items.find((item) => key(item.title) === key(title));
  if (known !== undefined) return `/sections/requirements/items/${known.id}`;
  if (title === '' || items.length >= MAX_STATEMENTS) return null;
  const requirement = {
    ...itemFields(draft, 'requirement', wanted.basis),
    title,
    given:
      wanted.actor === undefined
        ? 'the app is open'
        : `${withArticle(wanted.actor.toLowerCase())} has the app open`,
    when: title.replace(/^\p{Lu}(?=\p{Ll})/u, (letter) => letter.toLowerCase()),
    // biome-ignore lint/suspicious/noThenProperty: given/when/then is the field's standard triple; the object is data and never awaited.
    then: wanted.action === undefined ? 'it happens as described' : OUTCOMES[wanted.action],
  };
  items.push(requirement);
  return `/sections/requirements/items/${requirement.id}`;
}

/** Adds to the journeys or non-goals unless it is there; returns its path. */
export function addStatement(
  draft: Draft,
  wanted: { readonly list: 'journeys' | 'nonGoals'; readonly text: string; readonly basis: Basis },
): string | null {
  const statements = draft.content.sections.intent[wanted.list];
  const text = capitalise(wanted.text.trim()).slice(0, 300).trim();
  const known = statements.find((statement) => key(statement.text) === key(text));
  if (known !== undefined) return `/sections/intent/${wanted.list}/${known.id}`;
  if (text === '' || statements.length >= MAX_STATEMENTS) return null;
  const statement = {
    ...itemFields(draft, wanted.list === 'journeys' ? 'journey' : 'nonGoal', wanted.basis),
    text,
  };
  statements.push(statement);
  return `/sections/intent/${wanted.list}/${statement.id}`;
}
