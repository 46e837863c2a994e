import type { BlueprintContent, FieldType } from '@orchard-studio/core';
import {
  applies,
  componentsOf,
  endpointsOf,
  entitiesOf,
  type Hit,
  present,
  type Rule,
  rulesOf,
  when,
} from './rule.ts';

const ENTITIES = '/sections/dataModel/entities';
/** Types of fields that point to records of an entity. */
const LINKS: ReadonlySet<FieldType> = new Set(['reference', 'references']);

function dangling(content: BlueprintContent): readonly Hit[] {
  const known = new Set(entitiesOf(content).map((entity) => entity.id));
  const fields = entitiesOf(content).flatMap((entity) =>
    present(entity.fields)
      .filter((field) => LINKS.has(field.type) && (field.references === null || !known.has(field.references)))
      .map((field) => ({
        item: `${ENTITIES}/${entity.id}/fields/${field.id}`,
        message: `“${field.name}” of ${entity.name} points to something that does not exist.`,
      })),
  );
  const lost = (id: string | null): boolean => id !== null && !known.has(id);
  const endpoints = endpointsOf(content)
    .filter((endpoint) => lost(endpoint.entity))
    .map(({ id, method, path }) => ({
      item: `/sections/apiEndpoints/endpoints/${id}`,
      message: `${method} ${path} is about something that does not exist.`,
    }));
  const components = componentsOf(content)
    .filter((component) => lost(component.entity))
    .map(({ id, name }) => ({
      item: `/sections/uiComponents/components/${id}`,
      message: `The screen “${name}” is about something that does not exist.`,
    }));
  const rules = rulesOf(content)
    .filter((rule) => rule.resource !== '*' && lost(rule.resource))
    .map(({ id, role }) => ({
      item: `/sections/access/rules/${id}`,
      message: `An access rule of “${role}” is about something that does not exist.`,
    }));
  return [...fields, ...endpoints, ...components, ...rules];
}

function* repeated(
  items: readonly { readonly path: string; readonly name: string; readonly key: string }[],
  where: string,
): Generator<Hit> {
  const seen = new Set<string>();
  for (const { path, name, key } of items) {
    if (seen.has(key)) yield { item: path, message: `“${name}” is there twice${where}.` };
    seen.add(key);
  }
}

const key = (name: string): string =>
  name
    .trim()
    .toLowerCase()
    .replace(/[\s_-]+/g, ' ');

function duplicates(content: BlueprintContent): readonly Hit[] {
  const entities = entitiesOf(content);
  const names = entities.map(({ id, name }) => ({ path: `${ENTITIES}/${id}`, name, key: key(name) }));
  const endpoints = endpointsOf(content).map(({ id, method, path }) => ({
    path: `/sections/apiEndpoints/endpoints/${id}`,
    name: `${method} ${path}`,
    key: `${method} ${path.replace(/\{[^}]*\}/g, '{}')}`,
  }));
  const actors = present(content.sections.intent.actors).map(({ id, name }) => ({
    path: `/sections/intent/actors/${id}`,
    name,
    key: key(name),
  }));
  const fields = entities.flatMap((entity) => [
    ...repeated(
      present(entity.fields).map(({ id, name }) => ({
        path: `${ENTITIES}/${entity.id}/fields/${id}`,
        name,
        key: key(name),
      })),
      ` in ${entity.name}`,
    ),
  ]);
  return [...repeated(names, ''), ...fields, ...repeated(endpoints, ''), ...repeated(actors, '')];
}

const without = (
  content: BlueprintContent,
  linked: readonly { readonly entity: string | null }[],
  what: string,
): readonly Hit[] => {
  const covered = new Set(linked.map((item) => item.entity));
  return entitiesOf(content)
    .filter((entity) => !covered.has(entity.id))
    .map((entity) => ({ item: `${ENTITIES}/${entity.id}`, message: `${entity.name} has no ${what}.` }));
};

/** Is the plan whole: something named, used by someone, made of parts that fit together? */
export const STRUCTURE_RULES: readonly Rule[] = [
  {
    code: 'FEATURE_UNNAMED',
    severity: 'blocker',
    weight: 8,
    check: (content) => when(content.feature.trim() === '', '/feature', 'The app has no name.'),
    fix: 'Say what it is called, in one or two words.',
  },
  {
    code: 'NO_ACTOR',
    severity: 'blocker',
    weight: 8,
    check: (content) =>
      when(
        applies(content, 'intent') && present(content.sections.intent.actors).length === 0,
        '/sections/intent/actors',
        'Nobody is named who uses it.',
      ),
    fix: 'Say who uses it.',
  },
  {
    code: 'NO_ENTITY',
    severity: 'blocker',
    weight: 10,
    check: (content) =>
      when(
        applies(content, 'dataModel') && entitiesOf(content).length === 0,
        ENTITIES,
        'It keeps track of nothing yet.',
      ),
    fix: 'Name the things it should keep track of.',
  },
  {
    code: 'ENTITY_WITHOUT_FIELD',
    severity: 'blocker',
    weight: 8,
    check: (content) =>
      entitiesOf(content)
        .filter((entity) => present(entity.fields).length === 0)
        .map((entity) => ({ item: `${ENTITIES}/${entity.id}`, message: `${entity.name} has no fields.` })),
    fix: 'Say what it holds, for example a name and a date.',
  },
  {
    code: 'ENTITY_WITHOUT_ENDPOINT',
    severity: 'blocker',
    weight: 6,
    check: (content) =>
      applies(content, 'apiEndpoints') ? without(content, endpointsOf(content), 'API endpoint') : [],
    fix: 'Add an endpoint for it, or mark the API as not applicable.',
  },
  {
    code: 'ENTITY_WITHOUT_SCREEN',
    severity: 'blocker',
    weight: 6,
    check: (content) =>
      applies(content, 'uiComponents') ? without(content, componentsOf(content), 'screen') : [],
    fix: 'Add a screen for it, or mark the screens as not applicable.',
  },
  {
    code: 'DANGLING_REFERENCE',
    severity: 'blocker',
    weight: 8,
    check: dangling,
    fix: 'Point it to something that exists, or remove it.',
  },
  {
    code: 'DUPLICATE_NAME',
    severity: 'blocker',
    weight: 6,
    check: duplicates,
    fix: 'Rename or remove one of the two.',
  },
  {
    code: 'ENUM_WITHOUT_VALUES',
    severity: 'blocker',
    weight: 4,
    check: (content) =>
      entitiesOf(content).flatMap((entity) =>
        present(entity.fields)
          .filter((field) => field.type === 'enum' && field.values.length === 0)
          .map((field) => ({
            item: `${ENTITIES}/${entity.id}/fields/${field.id}`,
            message: `“${field.name}” of ${entity.name} is a choice without choices.`,
          })),
      ),
    fix: 'Name the choices.',
  },
];
