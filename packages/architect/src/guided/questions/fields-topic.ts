import type { Entity } from '@orchard-studio/core';
import {
  type Draft,
  ensureField,
  entities,
  entityPath,
  fieldPath,
  findField,
  key,
  mainEntity,
} from '../draft/draft.ts';
import { removeEntity } from '../draft/edits.ts';
import { isTitle } from '../lexicon/fields.ts';
import { commonFields } from '../lexicon/things.ts';
import { capitalise, listing, withArticle } from '../text/inflect.ts';
import { namedFields } from './name-topics.ts';
import { cameFrom, type QuestionDraft, type Topic } from './topic.ts';

const PREFIX = 'fields.';
const MAX_OPTIONS = 4;
const MAX_ASKED = 12;

/** A word that fits a plan in another language is not "description": then only free text is asked for. */
const isAscii = (entity: Entity): boolean => /^[\x20-\x7e]+$/.test(entity.name);

function questionFor(entity: Entity): QuestionDraft | null {
  const name = entity.name.toLowerCase();
  const extras = isAscii(entity)
    ? commonFields(key(entity.name)).extras.filter((extra) => findField(entity, extra) === undefined)
    : [];
  const options = extras.slice(0, MAX_OPTIONS).map((extra, index) => ({
    label: capitalise(extra),
    consequence: `Forms and lists of ${name} get “${extra}”.`,
    recommended: index === 0,
  }));
  const known = listing(entity.fields.map((field) => field.name));
  return {
    topic: `${PREFIX}${entity.id}`,
    text: `Does ${withArticle(name)} need anything besides ${known}?`.slice(0, 1_000),
    stake: 'What is missing now has to be filled in by hand later.',
    kind: options.length > 1 ? 'multi' : 'text',
    options: options.length > 1 ? options : [],
    targets: [`${entityPath(entity)}/fields`],
  };
}

/** The main thing first. */
function ordered(draft: Draft): readonly Entity[] {
  const main = mainEntity(draft);
  return [...entities(draft)]
    .sort((a, b) => Number(b.id === main?.id) - Number(a.id === main?.id))
    .slice(0, MAX_ASKED);
}

export const fieldsTopic: Topic = {
  owns: (topic) => topic.startsWith(PREFIX),
  ask: (draft) => ordered(draft).flatMap((entity) => questionFor(entity) ?? []),
  apply(draft, { question, labels, text, basis }) {
    const entity = entities(draft).find((each) => question.topic === `${PREFIX}${each.id}`);
    if (entity === undefined) return [];
    const wanted = new Set(labels.map(key));
    for (const each of entities(draft)) if (cameFrom(each, question.id)) removeEntity(draft, each);
    entity.fields = entity.fields.filter(
      (field) => !cameFrom(field, question.id) || wanted.has(key(field.name)) || isTitle(field.name),
    );
    const chosen = labels.flatMap((label) => {
      const field = ensureField(draft, entity, { name: label.toLowerCase(), basis });
      return field === null ? [] : [fieldPath(entity, field)];
    });
    const saidNo = /^(?:no|nope|none|nothing|that is all|that's all)\b/i.test(text);
    const added =
      text === '' || saidNo
        ? []
        : namedFields(draft, entity, { text, basis: { ...basis, origin: 'user_stated' } });
    return [...chosen, ...added, ...(saidNo ? [`${entityPath(entity)}/fields`] : [])];
  },
};
