import type { Applying, Of, Paths } from './applying.ts';
import { ensureEntity, ensureField, entityPath } from './draft.ts';
import { giveItems } from './items.ts';
import { actorPath, addRequirement, addStatement, ensureActor } from './people.ts';

/** "people rate recipes from 1 to 5 with a comment": every rating is a record that belongs to what is rated. */
export function applyRates({ draft, basis }: Applying, fact: Of<'rates'>): Paths {
  const rated = ensureEntity(draft, fact.subject.singular, basis);
  const rating = rated === null ? null : ensureEntity(draft, 'rating', basis);
  if (rated === null || rating === null) return [];
  const values = fact.values.length > 0 ? fact.values : undefined;
  const type = values === undefined ? 'integer' : 'enum';
  ensureField(draft, rating, { name: 'rating', type, values, required: true, basis });
  const name = rated.name.toLowerCase();
  ensureField(draft, rating, { name, type: 'reference', references: rated.id, required: true, basis });
  giveItems(draft, rating, { items: fact.items, basis });
  const actor = ensureActor(draft, fact.actor, basis);
  const { isPlural, text: many, singular } = fact.subject;
  const text = fact.text.replace(/\b(?:them|it|each|these|those)\b/i, isPlural ? many : `the ${singular}`);
  return [
    entityPath(rating),
    actor === null ? null : actorPath(actor),
    addStatement(draft, { list: 'journeys', text, basis }),
    addRequirement(draft, { text, basis, actor: actor?.name ?? 'User', action: 'create' }),
  ].filter((path) => path !== null);
}
