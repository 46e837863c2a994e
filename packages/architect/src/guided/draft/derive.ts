import type { Component, Endpoint, Entity } from '@orchard-studio/core';
import type { Action } from '../lexicon/verbs.ts';
import { onLast, plural, withArticle } from '../text/inflect.ts';
import { authOf } from './access.ts';
import { type Draft, entities, itemFields, TEMPLATE } from './draft.ts';

type EndpointShape = Pick<Endpoint, 'method' | 'path' | 'description' | 'request' | 'response' | 'auth'>;
type ComponentShape = Pick<Component, 'name' | 'purpose' | 'route' | 'states' | 'actions'>;

const pluralOf = (entity: Entity): string => onLast(entity.name.toLowerCase(), plural);

/** A path segment per entity: ASCII, unique; a name in another script is numbered. */
function segments(draft: Draft): ReadonlyMap<string, string> {
  const taken = new Set<string>();
  const result = new Map<string, string>();
  for (const [index, entity] of entities(draft).entries()) {
    const ascii = pluralOf(entity)
      .normalize('NFKD')
      .replace(/\p{M}/gu, '')
      .replace(/[^a-z0-9]+/g, '-')
      .replace(/^-+|-+$/g, '');
    const base = /[a-z]/.test(ascii) ? ascii : `things-${index + 1}`;
    const segment = taken.has(base) ? `${base}-${index + 1}` : base;
    taken.add(segment);
    result.set(entity.id, segment);
  }
  return result;
}

function endpointsOf(draft: Draft, entity: Entity, segment: string): readonly EndpointShape[] {
  const one = entity.name.toLowerCase();
  const many = pluralOf(entity);
  const names = entity.fields
    .filter((field) => field.status !== 'rejected')
    .map((field) => (field.required ? `${field.name} (required)` : field.name));
  const body = names.join(', ').slice(0, 1_000);
  const auth = (action: Action): string => authOf(draft, entity, action);
  const list = `/${segment}`;
  const item = `/${segment}/{id}`;
  return [
    {
      method: 'GET',
      path: list,
      description: `Lists ${many}.`,
      request: '',
      response: `All ${many}.`,
      auth: auth('read'),
    },
    {
      method: 'POST',
      path: list,
      description: `Adds ${withArticle(one)}.`,
      request: body,
      response: `The new ${one}.`,
      auth: auth('create'),
    },
    {
      method: 'GET',
      path: item,
      description: `Shows one ${one}.`,
      request: '',
      response: `The ${one}.`,
      auth: auth('read'),
    },
    {
      method: 'PATCH',
      path: item,
      description: `Changes ${withArticle(one)}.`,
      request: body,
      response: `The changed ${one}.`,
      auth: auth('update'),
    },
    {
      method: 'DELETE',
      path: item,
      description: `Removes ${withArticle(one)}.`,
      request: '',
      response: 'Nothing.',
      auth: auth('delete'),
    },
  ];
}

function componentsOf(entity: Entity, segment: string): readonly ComponentShape[] {
  const one = entity.name.toLowerCase();
  const many = pluralOf(entity);
  return [
    {
      name: `${entity.name} list`,
      purpose: `Shows all ${many} and leads to each.`,
      route: `/${segment}`,
      states: ['loading', 'empty', 'error'],
      actions: [`Add ${withArticle(one)}`, 'Open'],
    },
    {
      name: `${entity.name} page`,
      purpose: `Shows one ${one} with everything known of it.`,
      route: `/${segment}/{id}`,
      states: ['loading', 'not found', 'error'],
      actions: ['Edit', 'Delete'],
    },
    {
      name: `${entity.name} form`,
      purpose: `Adds or changes ${withArticle(one)}.`,
      route: `/${segment}/new`,
      states: ['empty', 'invalid', 'saving', 'error'],
      actions: ['Save', 'Cancel'],
    },
  ];
}

const isForItem = (path: string): boolean => path.includes('{');

function syncEndpoints(draft: Draft, entity: Entity, segment: string): void {
  const { endpoints } = draft.content.sections.apiEndpoints;
  for (const shape of endpointsOf(draft, entity, segment)) {
    const known = endpoints.find(
      (each) =>
        each.entity === entity.id &&
        each.method === shape.method &&
        isForItem(each.path) === isForItem(shape.path),
    );
    if (known === undefined)
      endpoints.push({ ...itemFields(draft, 'endpoint', TEMPLATE), ...shape, entity: entity.id });
    else if (known.origin === 'template' && !known.locked) Object.assign(known, shape);
  }
}

/** A screen is recognised by the kind of its route, so that it survives a rename. */
function kindOfRoute(route: string): string {
  return route.endsWith('/new') ? 'form' : isForItem(route) ? 'page' : 'list';
}

function syncComponents(draft: Draft, entity: Entity, segment: string): void {
  const { components } = draft.content.sections.uiComponents;
  for (const shape of componentsOf(entity, segment)) {
    const known = components.find(
      (each) => each.entity === entity.id && kindOfRoute(each.route) === kindOfRoute(shape.route),
    );
    if (known === undefined)
      components.push({
        ...itemFields(draft, 'component', TEMPLATE),
        ...shape,
        states: [...shape.states],
        actions: [...shape.actions],
        entity: entity.id,
      });
    else if (known.origin === 'template' && !known.locked) Object.assign(known, shape);
  }
}

/** Keeps the API and the screens in step with the data model. What a person changed stays. */
export function syncDerived(draft: Draft): void {
  const paths = segments(draft);
  for (const entity of entities(draft)) {
    const segment = paths.get(entity.id) ?? '';
    syncEndpoints(draft, entity, segment);
    syncComponents(draft, entity, segment);
  }
}
