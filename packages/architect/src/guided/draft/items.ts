import type { Entity } from '@orchard-studio/core';
import { CAPABILITIES } from '../lexicon/apps.ts';
import { isUnit, typeOfField, typeWord } from '../lexicon/fields.ts';
import { isAnybody } from '../lexicon/people.ts';
import { isOrdered, isParent, isShared, isWellKnown, USUAL_LINKS } from '../lexicon/things.ts';
import type { Item, Phrase } from '../parse/facts.ts';
import {
  type Basis,
  type Draft,
  ensureEntity,
  ensureField,
  ensureReference,
  entityPath,
  fieldPath,
  findEntity,
  INFERRED,
  key,
} from './draft.ts';
import { addRequirement } from './people.ts';
import { ensureLines, ensureMany } from './relations.ts';

/** Name of a list entry as a field: "due dates" of tasks are the due date of each; "notes" stay notes. */
export function fieldNameOf(phrase: Phrase): string | null {
  const whole = phrase.words.join(' ');
  if (!phrase.isPlural) return whole;
  if (typeOfField(whole).known) return whole;
  // A comment is a text, but comments are things with an author and a date.
  if (isWellKnown(phrase.singular)) return null;
  return typeOfField(phrase.singular).known ? phrase.singular : null;
}

/** True for entries that a well-known field name gives away: "due date", "price". */
export function isTyped(item: Item): boolean {
  const name = fieldNameOf(item.phrase);
  const type = name === null ? undefined : typeOfField(name);
  return (
    item.isFlag || (type?.known === true && (type.type === 'file' || !isWellKnown(item.phrase.singular)))
  );
}

/** True for entries a thing has as a value, not as things of their own. */
export const isValue = (item: Item): boolean =>
  item.isFlag ||
  (fieldNameOf(item.phrase) !== null &&
    !(item.phrase.isPlural && (item.inner.length > 0 || isShared(item.phrase.singular))));

interface Remark {
  readonly type?: ReturnType<typeof typeWord>;
  readonly required?: boolean;
  readonly unique?: boolean;
}

function remarkOf(values: readonly string[]): Remark {
  const words = values.map((value) => value.toLowerCase());
  const type = words.map(typeWord).find((each) => each !== undefined);
  return {
    ...(type === undefined ? {} : { type }),
    ...(words.some((word) => /^(?:required|mandatory)$/.test(word)) ? { required: true } : {}),
    ...(words.includes('optional') ? { required: false } : {}),
    ...(words.includes('unique') ? { unique: true } : {}),
  };
}

/** Adds one entry as a field of the entity; returns its path. */
export function addFieldItem(
  draft: Draft,
  entity: Entity,
  { item, basis }: { readonly item: Item; readonly basis: Basis },
): string | null {
  const unit = item.under?.words.join(' ') ?? '';
  const plain = fieldNameOf(item.phrase) ?? item.phrase.words.join(' ');
  const name = isUnit(unit) ? `${plain} in ${unit}` : plain;
  const remark = remarkOf(item.values);
  const isRemark = Object.keys(remark).length > 0;
  const choices = !isRemark && item.values.length > 1 ? item.values : undefined;
  const type = item.isFlag ? 'boolean' : (remark.type ?? (choices === undefined ? undefined : 'enum'));
  const before = entity.fields.length;
  const field = ensureField(draft, entity, { name, type, values: choices, required: remark.required, basis });
  if (field === null) return null;
  if (remark.unique === true) field.unique = true;
  // Named again by the user: what was assumed before is now said.
  if (entity.fields.length === before && basis.origin === 'user_stated' && field.origin !== 'user_stated') {
    Object.assign(field, { origin: basis.origin, sources: [...basis.sources], confidence: 0.9 });
    if (choices !== undefined) Object.assign(field, { type: 'enum', values: [...choices] });
  }
  return fieldPath(entity, field);
}

/** "a parent task", "a home team": a reference that says what the other one is to it. */
function roleReference(
  draft: Draft,
  entity: Entity,
  { item, basis }: { readonly item: Item; readonly basis: Basis },
): string | null {
  const words = item.phrase.singular.split(' ');
  const target = words.length < 2 || item.phrase.isPlural ? undefined : findEntity(draft, words.at(-1) ?? '');
  if (target === undefined || typeOfField(item.phrase.singular).known) return null;
  const name = item.phrase.singular;
  const references = target.id;
  const field = ensureField(draft, entity, { name, type: 'reference', references, required: false, basis });
  return field === null ? null : fieldPath(entity, field);
}

/** True when the first usually belongs to the second: a job to a company, and not the other way round. */
const isUsual = (from: Entity, to: Entity): boolean => {
  const last = (entity: Entity): string => key(entity.name).split(' ').at(-1) ?? '';
  return USUAL_LINKS.some(([child, parent]) => child === last(from) && parent === last(to));
};

/** True where a plural means any number of things that stand for themselves: speakers of a talk, tags, goods of an order. */
const isManifold = (entity: Entity, { phrase }: Item): boolean =>
  isShared(phrase.singular) || isOrdered(key(entity.name), phrase.singular);

/** Ties two things that may each have any number of the other; returns where it stands. */
function linkMany(
  draft: Draft,
  from: Entity,
  { to, basis }: { readonly to: Entity; readonly basis: Basis },
): string | null {
  if (isOrdered(key(from.name), key(to.name))) {
    const line = ensureLines(draft, { holder: from, goods: to, basis: INFERRED });
    return line === null ? entityPath(to) : entityPath(line);
  }
  const field = ensureMany(draft, { from, to, basis });
  if (field === null) return entityPath(to);
  const owner = from.fields.includes(field) ? from : to;
  return fieldPath(owner, field);
}

/** A field typed like a reference to a known thing: "a talk has a speaker". */
function referenceItem(
  draft: Draft,
  entity: Entity,
  { item, basis }: { readonly item: Item; readonly basis: Basis },
): string | null {
  const known = findEntity(draft, item.phrase.singular);
  if (known === undefined) return roleReference(draft, entity, { item, basis });
  if (known.id === entity.id) return null;
  if (item.phrase.isPlural && isManifold(entity, item)) return linkMany(draft, entity, { to: known, basis });
  const [from, to] = item.phrase.isPlural && !isUsual(entity, known) ? [known, entity] : [entity, known];
  const field = ensureReference(draft, { from, to, basis });
  return field === null ? entityPath(known) : fieldPath(from, field);
}

/** What an entity has: values become fields, plural nouns become things of their own that point back to it. */
export function giveItems(
  draft: Draft,
  entity: Entity,
  { items, basis }: { readonly items: readonly Item[]; readonly basis: Basis },
): readonly string[] {
  return items.flatMap((item) => {
    const reference = item.isFlag ? null : referenceItem(draft, entity, { item, basis });
    if (reference !== null) return [reference, ...nested(draft, item, basis)];
    if (!item.isFlag && item.values.length === 0 && !item.phrase.isPlural && isParent(item.phrase.singular)) {
      const parent = addThing(draft, item, basis);
      const field = parent === null ? null : ensureReference(draft, { from: entity, to: parent, basis });
      if (parent !== null) return [entityPath(parent), ...(field === null ? [] : [fieldPath(entity, field)])];
    }
    if (isValue(item) || !item.phrase.isPlural) {
      const path = addFieldItem(draft, entity, { item, basis });
      return path === null ? [] : [path];
    }
    const child = addThing(draft, item, basis);
    if (child === null) return [];
    if (isManifold(entity, item)) {
      const path = linkMany(draft, entity, { to: child, basis });
      return path === null ? [entityPath(child)] : [entityPath(child), path];
    }
    const [from, to] = isUsual(entity, child) ? [entity, child] : [child, entity];
    ensureReference(draft, { from, to, basis });
    return [entityPath(child)];
  });
}

function nested(draft: Draft, item: Item, basis: Basis): readonly string[] {
  const entity = findEntity(draft, item.phrase.singular);
  return entity === undefined ? [] : giveItems(draft, entity, { items: item.inner, basis });
}

/** Adds an entry as a thing of its own, with what it has and what it stands under. */
export function addThing(draft: Draft, item: Item, basis: Basis): Entity | null {
  const [word = ''] = item.phrase.words;
  if (item.phrase.words.length === 1 && isAnybody(word)) return null;
  const entity = ensureEntity(draft, item.phrase.singular, basis);
  if (entity === null) return null;
  giveItems(draft, entity, { items: item.inner, basis });
  giveMarks(draft, entity, { item, basis });
  const { under } = item;
  const parent =
    under === null ? undefined : (findEntity(draft, under.singular) ?? newParent(draft, under, basis));
  if (parent !== undefined) ensureReference(draft, { from: entity, to: parent, basis });
  return entity;
}

/** "ratings from 1 to 5 with a comment": the mark itself is what a rating is about. */
function giveMarks(
  draft: Draft,
  entity: Entity,
  { item, basis }: { readonly item: Item; readonly basis: Basis },
): void {
  const name = key(entity.name);
  if (name !== 'rating' || entity.fields.some((field) => /^(?:rating|stars|score|mark)$/.test(field.name)))
    return;
  const isScale = item.inner.length === 0 || item.values.every((value) => /^\d+$/.test(value));
  const values = isScale && item.values.length > 1 ? item.values : undefined;
  const type = values === undefined ? 'integer' : 'enum';
  ensureField(draft, entity, { name, type, values, required: true, basis });
}

/** "comments on posts" names posts too; "for free" names nothing. */
function newParent(draft: Draft, under: Phrase, basis: Basis): Entity | undefined {
  if (!under.isPlural || isAnybody(under.words[0] ?? '') || fieldNameOf(under) !== null) return undefined;
  return ensureEntity(draft, under.singular, basis) ?? undefined;
}

/** What the whole app has: things, and what it can do. */
export function holdItem(draft: Draft, item: Item, basis: Basis): string | null {
  const ability = CAPABILITIES.get(item.phrase.singular);
  if (ability !== undefined) return addRequirement(draft, { text: ability, basis });
  const entity = addThing(draft, item, basis);
  return entity === null ? null : entityPath(entity);
}
