import type { Entity, Field } from '@orchard-studio/core';
import type { Item } from '../parse/facts.ts';
import type { Applying, Of, Paths } from './applying.ts';
import { addConflict, overrules } from './conflict.ts';
import { type Draft, entities, entityPath, fieldPath, findField, key } from './draft.ts';
import { removeEntity } from './edits.ts';
import { addStatement } from './people.ts';

/** Something the user ruled out before and now asks for. */
export function excluded({ draft, statement }: Applying, item: Item): Paths {
  const name = key(item.phrase.singular);
  const goal = draft.content.sections.intent.nonGoals.find(({ text }) =>
    new RegExp(`(?:^|\\W)${name.replace(/[^\p{L}\p{N} ]/gu, '.')}s?(?:\\W|$)`, 'iu').test(text),
  );
  if (goal === undefined || overrules(statement)) return [];
  return [
    addConflict(draft, {
      statement,
      stands: `“${goal.text}” was out of scope`,
      path: `/sections/intent/nonGoals/${goal.id}`,
    }),
  ];
}

/** The thing or field a person asked for that a sentence now rules out. */
function askedFor(
  draft: Draft,
  name: string,
): { readonly entity: Entity; readonly field: Field | undefined } | null {
  for (const entity of entities(draft)) {
    const isEntity = [key(entity.name), `${key(entity.name)}s`].includes(name);
    const field = findField(entity, name) ?? findField(entity, name.replace(/s$/, ''));
    const found = isEntity ? entity : field;
    if (found?.origin === 'user_stated') return { entity, field: isEntity ? undefined : field };
  }
  return null;
}

/** "no payments": out of scope, or a contradiction to what the plan holds because the user asked for it. */
export function applyNonGoal({ draft, statement, basis }: Applying, { text }: Of<'nonGoal'>): Paths {
  const name = key(text).replace(/^(?:any|a|an|the) /, '');
  const asked = askedFor(draft, name);
  if (asked !== null && !statement.force) {
    const { entity, field } = asked;
    const path = field === undefined ? entityPath(entity) : fieldPath(entity, field);
    return [
      addConflict(draft, { statement, stands: `you asked for “${(field ?? entity).name}” before`, path }),
    ];
  }
  if (asked?.field !== undefined)
    asked.entity.fields = asked.entity.fields.filter((field) => field.id !== asked.field?.id);
  else if (asked !== null) removeEntity(draft, asked.entity);
  const path = addStatement(draft, { list: 'nonGoals', text: name, basis });
  return path === null ? [] : [path];
}
