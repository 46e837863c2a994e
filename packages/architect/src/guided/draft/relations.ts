import type { Entity, Field } from '@orchard-studio/core';
import { isLine } from '../lexicon/things.ts';
import { onLast, plural } from '../text/inflect.ts';
import { type Basis, type Draft, ensureEntity, ensureField, entities, findField, isLink } from './draft.ts';

interface Link {
  readonly from: Entity;
  readonly to: Entity;
  readonly basis: Basis;
}

const manyNameOf = (entity: Entity): string => onLast(entity.name.toLowerCase(), plural);

/**
 * `Talk` gets a field `speakers` that points to any number of Speakers. Where one of the two pointed to one of the
 * other before, that field points to any number now: both were said, and any number includes one.
 */
export function ensureMany(draft: Draft, { from, to, basis }: Link): Field | null {
  if (from.id === to.id) return null;
  for (const [owner, target] of [
    [from, to],
    [to, from],
  ] as const) {
    const known = owner.fields.find((field) => isLink(field) && field.references === target.id);
    if (known?.type === 'references') return known;
    if (known !== undefined) return manyOf(known, target);
  }
  const plain = findField(from, manyNameOf(to));
  if (plain !== undefined) return manyOf(plain, to);
  const name = manyNameOf(to);
  return ensureField(draft, from, { name, type: 'references', references: to.id, required: false, basis });
}

const manyOf = (field: Field, target: Entity): Field =>
  Object.assign(field, {
    name: manyNameOf(target),
    type: 'references',
    references: target.id,
    required: false,
    unique: false,
    values: [],
    default: null,
  });

/** True when a third thing ties the two together, as an order line ties an order to its product. */
export const isTiedByThird = (draft: Draft, a: Entity, b: Entity): boolean =>
  entities(draft).some(
    (entity) =>
      entity.id !== a.id &&
      entity.id !== b.id &&
      [a, b].every((end) => entity.fields.some((field) => field.references === end.id)),
  );

/** What an order holds of a product: one line with a quantity for each. */
export function ensureLines(
  draft: Draft,
  { holder, goods, basis }: { readonly holder: Entity; readonly goods: Entity; readonly basis: Basis },
): Entity | null {
  const line = ensureEntity(draft, `${holder.name.toLowerCase()} line`, basis);
  if (line === null) return null;
  for (const to of [holder, goods]) {
    const name = to.name.toLowerCase();
    ensureField(draft, line, { name, type: 'reference', references: to.id, required: true, basis });
  }
  ensureField(draft, line, { name: 'quantity', required: true, basis });
  return line;
}

/** A line means nothing without what it is a line of, what it is about, and how many. */
export function completeLines(draft: Draft, known: ReadonlySet<string>): void {
  for (const entity of entities(draft)) {
    if (known.has(entity.id) || !isLine(entity.name.toLowerCase())) continue;
    for (const field of entity.fields) {
      const isCount = /^(?:quantity|qty|count|amount|number)$/.test(field.name);
      if (field.type === 'reference' || isCount) field.required = true;
    }
  }
}
