import type { Blueprint, Endpoint } from '@orchard-studio/core';
import type { ApiRoute, Entity, Gap } from './app-model.ts';
import { cleanText } from './names.ts';

type Segments = ApiRoute['segments'];

const COLLECTION: Readonly<Record<string, ApiRoute['action']>> = { GET: 'list', POST: 'create' };
const RECORD: Readonly<Record<string, ApiRoute['action']>> = {
  GET: 'read',
  PUT: 'replace',
  PATCH: 'update',
  DELETE: 'remove',
};

const routesAt = (
  segments: Segments,
  actions: Readonly<Record<string, ApiRoute['action']>>,
  entity: string,
): ApiRoute[] =>
  Object.entries(actions).map(([method, action]) => ({ method, segments, action, entity, parent: null }));

/** The routes every entity has: `/api/tasks` and `/api/tasks/{id}`. */
const standardRoutes = (entity: Entity): ApiRoute[] => [
  ...routesAt([entity.path], COLLECTION, entity.path),
  ...routesAt([entity.path, null], RECORD, entity.path),
];

/** `/api/v1/tasks/{id}` → `v1, tasks, null`. A parameter is a part in braces or after a colon. */
function segmentsOf(path: string): Segments {
  const parts = (path.split(/[?#]/, 1)[0] ?? '').split('/').filter((part) => part !== '');
  const below = parts[0]?.toLowerCase() === 'api' ? parts.slice(1) : parts;
  return (
    below
      .map((part) => (/^\{.*\}$|^:./.test(part) ? null : cleanText(part, 100)))
      // No client can ask for these: they are resolved away before the request is sent.
      .filter((part) => part === null || !/^\.{0,2}$/.test(part))
  );
}

const comparable = (text: string): string => text.toLowerCase().replace(/[^a-z0-9]/g, '');

function namedBy(entities: readonly Entity[], segment: string | null | undefined): Entity | undefined {
  if (segment === null || segment === undefined) return undefined;
  const wanted = comparable(segment);
  if (wanted === '') return undefined;
  return entities.find((entity) =>
    [entity.path, entity.name, entity.plural].some((name) => comparable(name) === wanted),
  );
}

interface Reading {
  readonly entity: Entity;
  readonly action: ApiRoute['action'];
  readonly parent: string | null;
}

/** `/projects/{id}/tasks`: the tasks of one project, when a task has a reference to it. */
function nested(entities: readonly Entity[], segments: Segments, method: string): Reading | undefined {
  const [owner, parameter, child] = segments.slice(-3);
  const action = COLLECTION[method];
  const parentEntity = namedBy(entities, owner);
  const entity = namedBy(entities, child);
  if (action === undefined || parameter !== null || parentEntity === undefined) return undefined;
  const parent = entity?.fields.find((field) => field.references === parentEntity.path);
  return entity === undefined || parent === undefined ? undefined : { entity, action, parent: parent.key };
}

/** `/todos` of the entity Task: the plan's own link counts when the path says nothing else. */
function linked(entities: readonly Entity[], endpoint: Endpoint, segments: Segments): Entity | undefined {
  const isPlain =
    segments[0] !== null && (segments.length === 1 || (segments.length === 2 && segments[1] === null));
  return isPlain ? entities.find((entity) => entity.id === endpoint.entity) : undefined;
}

/** What an endpoint means, when it is one of the things every entity can do. */
function read(entities: readonly Entity[], endpoint: Endpoint, segments: Segments): Reading | undefined {
  const parameters = segments.filter((part) => part === null).length;
  const last = segments.at(-1);
  const isRecord = last === null;
  const entity = namedBy(entities, isRecord ? segments.at(-2) : last) ?? linked(entities, endpoint, segments);
  const action = (isRecord ? RECORD : COLLECTION)[endpoint.method];
  if (parameters === (isRecord ? 1 : 0)) {
    return entity === undefined || action === undefined ? undefined : { entity, action, parent: null };
  }
  return parameters === 1 ? nested(entities, segments, endpoint.method) : undefined;
}

const keyOf = (method: string, segments: Segments): string => JSON.stringify([method, segments]);

export interface DerivedRoutes {
  readonly routes: readonly ApiRoute[];
  readonly gaps: readonly Gap[];
}

/** An app with sign-in has these by itself. */
const SESSION_METHODS: readonly string[] = ['GET', 'POST', 'DELETE'];

export interface RouteContext {
  readonly entities: readonly Entity[];
  readonly hasSignIn: boolean;
}

/** Every route of the app's API. An endpoint that is none of the standard ones is kept as a gap that answers 501. */
export function deriveRoutes(blueprint: Blueprint, { entities, hasSignIn }: RouteContext): DerivedRoutes {
  const routes = entities.flatMap(standardRoutes);
  const known = new Set(routes.map(({ method, segments }) => keyOf(method, segments)));
  if (hasSignIn) for (const method of SESSION_METHODS) known.add(keyOf(method, ['session']));
  const gaps: Gap[] = [];
  for (const endpoint of blueprint.sections.apiEndpoints.endpoints) {
    const segments = segmentsOf(endpoint.path);
    const key = keyOf(endpoint.method, segments);
    if (endpoint.status === 'rejected' || known.has(key)) continue;
    known.add(key);
    const meaning = read(entities, endpoint, segments);
    if (meaning !== undefined) {
      const { entity, action, parent } = meaning;
      routes.push({ method: endpoint.method, segments, action, entity: entity.path, parent });
      continue;
    }
    routes.push({ method: endpoint.method, segments, action: 'gap', entity: null, parent: null });
    const what = cleanText(endpoint.description, 500);
    gaps.push({
      kind: 'endpoint',
      title: `${endpoint.method} ${cleanText(endpoint.path, 200)}`,
      reason: `${what === '' ? 'This endpoint' : what} – it is more than storing and reading records, so it answers 501 for now.`,
    });
  }
  return { routes, gaps };
}
