import type { Entity } from '@orchard-studio/core';
import {
  type Basis,
  type Draft,
  ensureEntity,
  ensureField,
  entityPath,
  fieldPath,
  findField,
} from '../draft/draft.ts';
import { addFieldItem, addThing, fieldNameOf, giveItems } from '../draft/items.ts';
import { isShared } from '../lexicon/things.ts';
import { verbOf } from '../lexicon/verbs.ts';
import { itemsAt } from '../parse/items.ts';
import { capitalise } from '../text/inflect.ts';
import { looksEnglish } from '../text/language.ts';
import { tokenize } from '../text/tokens.ts';
import type { Topic } from './topic.ts';

/** The entries of a list in any language: commas of several scripts, lines, "and". */
export function splitList(text: string): readonly string[] {
  return text
    .split(/[,;，、،؛\n\r•]|\s(?:and|und|et|y|e|и|و)\s/u)
    .map((part) =>
      part
        .replace(/^[\s\-–*]+|[\s.!?。]+$/gu, '')
        .slice(0, 60)
        .trim(),
    )
    .filter((part) => /\p{L}/u.test(part))
    .slice(0, 30);
}

const readItems = (text: string) => {
  const tokens = tokenize(text);
  return looksEnglish(tokens)
    ? itemsAt({ tokens, isVerb: (word) => verbOf(word) !== undefined }, 0).value
    : [];
};

function namedEntities(draft: Draft, text: string, basis: Basis): readonly string[] {
  const items = readItems(text);
  const found =
    items.length > 0
      ? items.map((item) => addThing(draft, item, basis))
      : splitList(text).map((name) => ensureEntity(draft, name, basis));
  return found.flatMap((entity) => (entity === null ? [] : [entityPath(entity)]));
}

/** Adds the fields a text lists to an entity; names in any language. */
export function namedFields(
  draft: Draft,
  entity: Entity,
  { text, basis }: { readonly text: string; readonly basis: Basis },
): readonly string[] {
  const items = readItems(text);
  const paths =
    items.length > 0
      ? items.flatMap((item) =>
          item.phrase.isPlural && isShared(item.phrase.singular)
            ? giveItems(draft, entity, { items: [item], basis })
            : addFieldItem(draft, entity, {
                item: fieldNameOf(item.phrase) === null ? { ...item, isFlag: false } : item,
                basis,
              }),
        )
      : splitList(text).map((name) => {
          const known = findField(entity, name) ?? ensureField(draft, entity, { name, basis });
          return known === null ? null : fieldPath(entity, known);
        });
  return paths.filter((path) => path !== null);
}

export const featureNameTopic: Topic = {
  owns: (topic) => topic === 'feature.name',
  ask: (draft) =>
    draft.content.feature.trim() !== ''
      ? []
      : [
          {
            topic: 'feature.name',
            text: 'What is the app called?',
            stake: 'The name is shown on every page.',
            kind: 'text',
            options: [],
            targets: ['/feature'],
            blocking: true,
          },
        ],
  apply(draft, { text, isDelegated }) {
    const name = isDelegated ? 'My app' : text.replace(/\s+/g, ' ').slice(0, 80).trim();
    if (name === '') return [];
    draft.content.feature = capitalise(name);
    return ['/feature'];
  },
};

export const thingsTopic: Topic = {
  owns: (topic) => topic === 'data.entities',
  ask: (draft) =>
    draft.content.sections.dataModel.entities.length > 0
      ? []
      : [
          {
            topic: 'data.entities',
            text: 'What things does it keep track of? List them with commas, for example: projects, tasks.',
            stake: 'Every thing gets its own list, page and form.',
            kind: 'text',
            options: [],
            targets: ['/sections/dataModel/entities'],
            blocking: true,
          },
        ],
  apply(draft, { text, isDelegated, basis }) {
    return namedEntities(draft, isDelegated ? 'items' : text, basis);
  },
};
