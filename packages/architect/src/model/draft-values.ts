import type { IdKind, JsonObject, JsonValue } from '@orchard-studio/core';
import type { Handles } from './handles.ts';
import type { DraftItem, DraftList } from './plan-draft.ts';

/** Something a model handed in that cannot be taken as it is; said to it, so that it can correct itself. */
export class DraftProblem extends Error {}

/** Lists whose items stand in the plan with a status, an origin and sources. */
export type ItemList = Exclude<
  DraftList,
  'assumptions' | 'conflicts' | 'questions' | 'sentences' | 'removals'
>;

/** What an item is in the plan: where it stands, the kind of its id, and its values without where they come from. */
export interface ItemValues {
  readonly path: string;
  readonly kind: IdKind;
  readonly values: JsonObject;
  /** Values that only a new item has. */
  readonly born?: JsonObject;
}

type Build<List extends ItemList> = (item: DraftItem<List>, handles: Handles) => ItemValues;

function entityId(handle: string, handles: Handles): string {
  const id = handles.idOf(handle);
  if (id?.startsWith('ent_')) return id;
  throw new DraftProblem(`There is no entity "${handle}".`);
}

const optionalEntity = (handle: string, handles: Handles): string | null =>
  handle.trim() === '' ? null : entityId(handle, handles);

const orNull = (text: string): string | null => (text.trim() === '' ? null : text);

function actorName(name: string): string {
  return name.trim().toLowerCase() === 'anyone' ? 'anyone' : name.trim();
}

function fieldValues(item: DraftItem<'fields'>, handles: Handles): JsonObject {
  const { name, type, required, unique, values } = item;
  const points = type === 'reference' || type === 'references';
  return {
    ...{ name, type, required, unique, values: type === 'enum' ? values : [] },
    default: orNull(item.default),
    references: points ? entityId(item.references, handles) : null,
  };
}

const text = (path: string, kind: IdKind) => (item: { readonly text: string }) => ({
  ...{ path, kind, values: { text: item.text } },
});

/** How each list becomes part of the plan. @throws DraftProblem */
export const BUILD: { readonly [List in ItemList]: Build<List> } = {
  actors: ({ name, description }) => ({
    path: '/sections/intent/actors',
    kind: 'actor',
    values: { name: actorName(name), description },
  }),
  journeys: text('/sections/intent/journeys', 'journey'),
  nonGoals: text('/sections/intent/nonGoals', 'nonGoal'),
  goals: text('/sections/quality/goals', 'qualityGoal'),
  requirements: ({ title, given, when, outcome }) => ({
    path: '/sections/requirements/items',
    kind: 'requirement',
    values: Object.fromEntries(Object.entries({ title, given, when }).concat([['then', outcome]])),
  }),
  entities: ({ name, description }) => ({
    ...{ path: '/sections/dataModel/entities', kind: 'entity', values: { name, description } },
    born: { fields: [] },
  }),
  fields: (item, handles) => ({
    path: `/sections/dataModel/entities/${entityId(item.entity, handles)}/fields`,
    kind: 'field',
    values: fieldValues(item, handles),
  }),
  endpoints: ({ entity, method, path, description, request, response, auth }, handles) => ({
    path: '/sections/apiEndpoints/endpoints',
    kind: 'endpoint',
    values: { method, path, description, request, response, auth, entity: optionalEntity(entity, handles) },
  }),
  screens: ({ entity, name, purpose, route, states, actions }, handles) => ({
    path: '/sections/uiComponents/components',
    kind: 'component',
    values: { name, purpose, route, states, actions, entity: optionalEntity(entity, handles) },
  }),
  tokens: ({ name, type, value }) => ({
    ...{ path: '/sections/designSystem/tokens', kind: 'token', values: { name, type, value } },
  }),
  access: ({ role, entity, actions, scope }, handles) => ({
    path: '/sections/access/rules',
    kind: 'accessRule',
    values: {
      ...{ role: actorName(role), actions: [...new Set(actions)], scope },
      resource: entity.trim() === '*' ? '*' : entityId(entity, handles),
    },
  }),
  integrations: ({ name, description }) => ({
    ...{ path: '/sections/integrations/items', kind: 'integration', values: { name, purpose: description } },
  }),
  decisions: ({ title, choice, reason }) => ({
    ...{ path: '/decisions', kind: 'decision', values: { title, choice, reason } },
  }),
};

const SECTIONS = new Map(
  [
    ...['intent', 'dataModel', 'apiEndpoints', 'uiComponents', 'designSystem', 'requirements', 'access'],
    ...['integrations', 'quality'],
  ].map((section) => [section.toLowerCase(), `/sections/${section}`]),
);

/** Paths of what an assumption, a conflict or a question is about. Unknown names are left out: they settle nothing. */
export function pathsOf(about: readonly string[], handles: Handles, most: number): readonly JsonValue[] {
  const paths = about.flatMap(
    (name) => handles.pathOf(name) ?? SECTIONS.get(name.trim().toLowerCase()) ?? [],
  );
  return [...new Set(paths)].slice(0, most);
}
