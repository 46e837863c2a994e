import type { BlueprintContent, Entity, Field } from '@orchard-studio/core';
import { ACCESS_LABELS, decidedAccess } from './draft/access.ts';
import { isGroup } from './lexicon/people.ts';
import { listing, withArticle } from './text/inflect.ts';

const MAX_LISTED = 5;

const some = (names: readonly string[]): string =>
  names.length > MAX_LISTED
    ? `${names.slice(0, MAX_LISTED).join(', ')} and ${names.length - MAX_LISTED} more`
    : listing(names);

export const count = (number: number, noun: string): string => `${number} ${noun}${number === 1 ? '' : 's'}`;

/** A user's own words go into the reply on one line and in moderation. */
export const short = (text: string, limit = 60): string => {
  const line = text.replace(/\s+/g, ' ').trim();
  return line.length > limit ? `${[...line].slice(0, limit - 1).join('')}…` : line;
};

export function describe(entity: Entity, all: readonly Entity[]): string {
  const own = entity.fields
    .filter((field) => field.type !== 'reference')
    .map((field) =>
      field.type === 'references' ? `any number of ${short(field.name, 30)}` : short(field.name, 30),
    );
  const links = entity.fields.flatMap((field) =>
    field.type === 'reference'
      ? (all.find((each) => each.id === field.references)?.name.toLowerCase() ?? [])
      : [],
  );
  const belongs = links.length === 0 ? '' : `, belonging to ${listing(links.map(withArticle))}`;
  return `${short(entity.name, 40)} (${some(own)}${belongs})`;
}

interface Change {
  readonly added: readonly string[];
  readonly gone: readonly string[];
  readonly changed: readonly string[];
  readonly renamed: readonly string[];
}

/** "a doctor", but "staff". */
export const somebody = (actor: string): string => (isGroup(actor) ? actor : withArticle(actor));

const valuesOf = (field: Field): string =>
  JSON.stringify([field.name, field.type, field.required, field.unique, field.values, field.references]);

function fieldChanges(before: Entity, after: Entity): Change {
  const named = (field: Field, how: string): string => `${field.name} ${how} ${after.name}`;
  const old = new Map(before.fields.map((field) => [field.id, field]));
  const kept = new Set(after.fields.map((field) => field.id));
  const touched = after.fields.filter((field) => {
    const was = old.get(field.id);
    return was !== undefined && valuesOf(was) !== valuesOf(field);
  });
  return {
    added: after.fields.filter((field) => !old.has(field.id)).map((field) => named(field, 'to')),
    gone: before.fields.filter((field) => !kept.has(field.id)).map((field) => named(field, 'from')),
    changed: touched.map((field) => named(field, 'of')),
    renamed: before.name === after.name ? [] : [`${before.name} to ${after.name}`],
  };
}

function changesOf(before: BlueprintContent, after: BlueprintContent): Change {
  const old = new Map(before.sections.dataModel.entities.map((entity) => [entity.id, entity]));
  const now = after.sections.dataModel.entities;
  const kept = new Set(now.map((entity) => entity.id));
  const inside = now.flatMap((entity) => {
    const was = old.get(entity.id);
    return was === undefined ? [] : [fieldChanges(was, entity)];
  });
  return {
    added: [
      ...now.filter((entity) => !old.has(entity.id)).map((entity) => describe(entity, now)),
      ...inside.flatMap((each) => each.added),
    ],
    gone: [
      ...[...old.values()].filter((entity) => !kept.has(entity.id)).map((entity) => entity.name),
      ...inside.flatMap((each) => each.gone),
    ],
    changed: inside.flatMap((each) => each.changed),
    renamed: inside.flatMap((each) => each.renamed),
  };
}

/** What was said about access; an answer to the question is counted with the answers. */
function accessOf(content: BlueprintContent): string {
  const said = decidedAccess(content);
  if (said?.basis.origin !== 'user_stated') return '';
  return said.changer === null
    ? ACCESS_LABELS[said.model]
    : `everyone looks, ${said.changer.toLowerCase()} changes`;
}

/** What changed outside the data model. */
function otherChanges(before: BlueprintContent, after: BlueprintContent): readonly string[] {
  const fresh = <T extends { readonly id: string }>(old: readonly T[], now: readonly T[]): readonly T[] => {
    const known = new Set(old.map((item) => item.id));
    return now.filter((item) => !known.has(item.id));
  };
  const was = before.sections;
  const now = after.sections;
  const goals = fresh(was.intent.nonGoals, now.intent.nonGoals).map((goal) => `“${short(goal.text)}”`);
  const rules = fresh(was.access.rules, now.access.rules).filter((rule) => rule.origin === 'user_stated');
  const wishes = fresh(was.requirements.items, now.requirements.items).filter(
    (item) => item.origin === 'user_stated',
  );
  const actors = fresh(was.intent.actors, now.intent.actors).map((actor) =>
    short(actor.name.toLowerCase(), 30),
  );
  return [
    ...(before.feature !== after.feature ? [`named it ${short(after.feature)}`] : []),
    ...(was.designSystem.style !== now.designSystem.style
      ? [`set the look to ${short(now.designSystem.style)}`]
      : []),
    ...(accessOf(before) !== accessOf(after) && accessOf(after) !== ''
      ? [`noted who may see and change things: ${accessOf(after).toLowerCase()}`]
      : []),
    ...(actors.length > 0 ? [`noted that ${listing(actors.map(somebody))} uses it`] : []),
    ...(wishes.length > 0 ? [`wrote down ${count(wishes.length, 'requirement')}`] : []),
    ...(rules.length > 0 ? [`noted ${count(rules.length, 'access rule')}`] : []),
    ...(goals.length > 0 ? [`put ${listing(goals)} out of scope`] : []),
  ];
}

/** One sentence on what a turn changed; empty when nothing did. */
export function changeSentence(before: BlueprintContent, after: BlueprintContent): string {
  const { added, gone, changed, renamed } = changesOf(before, after);
  const parts = [
    ...(added.length > 0 ? [`added ${some(added.map((each) => short(each, 120)))}`] : []),
    ...(renamed.length > 0 ? [`renamed ${some(renamed.map((each) => short(each)))}`] : []),
    ...(changed.length > 0 ? [`changed ${some(changed.map((each) => short(each)))}`] : []),
    ...(gone.length > 0 ? [`removed ${some(gone.map((each) => short(each)))}`] : []),
    ...otherChanges(before, after),
  ];
  return parts.length === 0 ? '' : `I ${listing(parts)}.`;
}
