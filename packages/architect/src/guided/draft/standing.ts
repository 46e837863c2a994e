import type { AccessRule, Entity } from '@orchard-studio/core';
import { isKeeper } from '../lexicon/people.ts';
import { isPartWord } from '../lexicon/things.ts';
import type { Action } from '../lexicon/verbs.ts';
import { type Draft, entities, key } from './draft.ts';

const CHANGE: readonly Action[] = ['create', 'update', 'delete'];

/** Roles that look after things for others: they manage something, or see all of what others see only their own of. */
export function managersOf(stated: readonly AccessRule[]): readonly string[] {
  const isManaging = (rule: AccessRule): boolean =>
    CHANGE.every((action) => rule.actions.includes(action)) ||
    stated.some(
      (other) =>
        other.scope === 'own' &&
        other.role !== rule.role &&
        (rule.resource === '*' || other.resource === rule.resource),
    );
  const roles = stated
    .filter((rule) => rule.scope === 'all' && isKeeper(rule.role))
    .filter(isManaging)
    .map((rule) => rule.role);
  return [...new Set(roles)];
}

/** The thing an entity is a part of by its name: an order line of an order. */
export function wholeOf(draft: Draft, entity: Entity): Entity | undefined {
  const targets = entity.fields
    .filter((field) => field.type === 'reference')
    .map((field) => field.references);
  return entities(draft).find(
    (whole) =>
      whole.id !== entity.id &&
      targets.includes(whole.id) &&
      isPartWord(key(entity.name)) &&
      key(entity.name).startsWith(`${key(whole.name)} `),
  );
}
