import type { Entity, Field } from '@orchard-studio/core';
import { isTitle, typeOfField } from '../lexicon/fields.ts';
import type { Fact, Phrase } from '../parse/facts.ts';
import { onLast, plural } from '../text/inflect.ts';
import { addConflict, isClaimed, overrules } from './conflict.ts';
import {
  type Basis,
  cleanValues,
  type Draft,
  ensureEntity,
  ensureField,
  entities,
  entityPath,
  fieldPath,
  findEntity,
  findField,
  key,
  mainEntity,
  rememberName,
} from './draft.ts';
import type { Statement } from './statement.ts';

interface Place {
  readonly entity: Entity;
  readonly field: Field;
}

const namesOf = (phrase: Phrase): readonly string[] => [
  phrase.words.join(' '),
  phrase.singular,
  typeOfField(phrase.singular).name,
];

/** The field a phrase names: in the given entity, else in the main one, else wherever there is one. */
function locate(draft: Draft, phrase: Phrase, of: Phrase | null): Place | null {
  const owner = of === null ? undefined : findEntity(draft, of.singular);
  const main = mainEntity(draft);
  const places = owner !== undefined ? [owner] : [...(main === undefined ? [] : [main]), ...entities(draft)];
  for (const entity of places) {
    for (const name of namesOf(phrase)) {
      const field = findField(entity, name);
      if (field !== undefined) return { entity, field };
    }
  }
  return null;
}

export function removeEntity(draft: Draft, entity: Entity): void {
  const { dataModel, apiEndpoints, uiComponents, access } = draft.content.sections;
  dataModel.entities = dataModel.entities.filter((each) => each.id !== entity.id);
  for (const each of dataModel.entities)
    each.fields = each.fields.filter((field) => field.references !== entity.id);
  apiEndpoints.endpoints = apiEndpoints.endpoints.filter((each) => each.entity !== entity.id);
  uiComponents.components = uiComponents.components.filter((each) => each.entity !== entity.id);
  access.rules = access.rules.filter((rule) => rule.resource !== entity.id);
}

/** "remove the due date", "remove comments". Returns the path of what lost something. */
export function applyRemove(draft: Draft, fact: Extract<Fact, { kind: 'remove' }>): readonly string[] {
  const { intent } = draft.content.sections;
  const entity =
    fact.from === null
      ? namesOf(fact.what)
          .map((name) => findEntity(draft, name))
          .find((each) => each !== undefined)
      : undefined;
  if (entity !== undefined) {
    removeEntity(draft, entity);
    return ['/sections/dataModel/entities'];
  }
  const place = locate(draft, fact.what, fact.from);
  if (place !== null) {
    place.entity.fields = place.entity.fields.filter((field) => field.id !== place.field.id);
    return [`${entityPath(place.entity)}/fields`];
  }
  const name = key(fact.what.singular);
  const actors = intent.actors.filter((actor) => key(actor.name) !== name);
  if (actors.length === intent.actors.length) return [];
  intent.actors = actors;
  return ['/sections/intent/actors'];
}

/** "rename task to todo". References named after the entity follow. */
export function applyRename(
  draft: Draft,
  { what, to, of }: Extract<Fact, { kind: 'rename' }>,
  basis: Basis,
): readonly string[] {
  const entity =
    of === null
      ? namesOf(what)
          .map((name) => findEntity(draft, name))
          .find((each) => each !== undefined)
      : undefined;
  if (entity !== undefined) {
    if (findEntity(draft, to.singular) !== undefined) return [];
    const old = key(entity.name);
    const now = to.singular.slice(0, 1).toUpperCase() + to.singular.slice(1, 60);
    rememberName(draft, { old: entity.name, now }, basis);
    entity.name = now;
    for (const field of entities(draft).flatMap((each) => each.fields)) {
      if (field.references !== entity.id) continue;
      if (key(field.name) === old) field.name = to.singular.slice(0, 60);
      else if (key(field.name) === onLast(old, plural)) field.name = onLast(to.singular, plural).slice(0, 60);
    }
    return [`${entityPath(entity)}/name`];
  }
  const place = locate(draft, what, of);
  const name = to.words.join(' ').slice(0, 60);
  if (place === null || findField(place.entity, name) !== undefined) return [];
  place.field.name = name;
  return [`${fieldPath(place.entity, place.field)}/name`];
}

/** "the due date is required", "price is a number". */
export function applyProperty(
  draft: Draft,
  fact: Extract<Fact, { kind: 'property' }>,
  statement: Statement,
): readonly string[] {
  const place = locate(draft, fact.field, fact.of);
  if (place === null) return [];
  const { entity, field } = place;
  const path = `${fieldPath(entity, field)}/${fact.property.key}`;
  const old = field[fact.property.key];
  if (old !== fact.property.value && isClaimed(draft, path) && !overrules(statement)) {
    const words =
      fact.property.key === 'type'
        ? `it is a ${field.type}`
        : `it is ${old === true ? '' : 'not '}${fact.property.key}`;
    return [
      addConflict(draft, {
        statement,
        stands: `for “${field.name}” of ${entity.name} you said before that ${words}`,
        path,
      }),
    ];
  }
  if (fact.property.key === 'type')
    Object.assign(field, {
      type: fact.property.value,
      values: [],
      references: null,
      default: fact.property.value === 'boolean' ? 'false' : null,
    });
  else field[fact.property.key] = fact.property.value;
  return [path];
}

const SCALES: readonly (readonly [string, RegExp])[] = [
  ['priority', /^(?:low|medium|high|normal|critical)$/],
  ['size', /^(?:small|medium|large|s|m|l|xl)$/],
  ['difficulty', /^(?:easy|medium|hard|difficult)$/],
];

function choiceName(values: readonly string[]): string {
  return (
    SCALES.find(([, pattern]) => values.every((value) => pattern.test(value.toLowerCase())))?.[0] ?? 'status'
  );
}

/** Entity and name of the field that a sentence about choices means. */
function choicePlace(
  draft: Draft,
  { subject, field }: Extract<Fact, { kind: 'choices' }>,
  found: { readonly basis: Basis; readonly values: readonly string[] },
) {
  // "orders can be new or paid" is about orders, whatever else has a field of that name.
  const isThing = findEntity(draft, subject.singular) !== undefined;
  const existing = field === null && !isThing ? locate(draft, subject, null) : null;
  if (existing !== null) return { entity: existing.entity, name: existing.field.name };
  const isField =
    field === null &&
    /(?:^| )(?:status|state|priority|severity|stage|size|type|category|level|colou?r|kind)$/.test(
      subject.singular,
    );
  if (isField) {
    const owner = findEntity(draft, subject.words.slice(0, -1).join(' ')) ?? mainEntity(draft);
    return owner === undefined ? null : { entity: owner, name: subject.words.at(-1) ?? subject.singular };
  }
  const entity = ensureEntity(draft, subject.singular, found.basis);
  return entity === null ? null : { entity, name: field ?? choiceName(found.values) };
}

/** "tasks can be low, medium or high priority". */
export function applyChoices(
  draft: Draft,
  fact: Extract<Fact, { kind: 'choices' }>,
  context: { readonly statement: Statement; readonly basis: Basis },
): readonly string[] {
  const values = cleanValues(fact.values);
  const place = choicePlace(draft, fact, { basis: context.basis, values });
  const field =
    place === null
      ? null
      : ensureField(draft, place.entity, { name: place.name, type: 'enum', values, basis: context.basis });
  if (place === null || field === null || isTitle(field.name)) return [];
  const path = `${fieldPath(place.entity, field)}/values`;
  const isSame =
    field.values.length === values.length && values.every((value) => field.values.includes(value));
  if (!isSame && isClaimed(draft, path) && !overrules(context.statement)) {
    const stands = `the choices of “${field.name}” of ${place.entity.name} were ${field.values.join(', ')}`;
    return [addConflict(draft, { statement: context.statement, stands, path })];
  }
  const { origin, sources } = context.basis;
  Object.assign(field, {
    type: 'enum',
    values,
    references: null,
    default: null,
    origin,
    sources: [...sources],
    confidence: 0.9,
  });
  return [path];
}
