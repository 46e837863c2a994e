import {
  type AccessRule,
  type Blueprint,
  blueprintSchema,
  type Endpoint,
  type Entity,
  emptyBlueprintContent,
  type Field,
  hashBlueprint,
  type ItemFields,
  type Sections,
} from '@orchard-studio/core';

let count = 0;

function item(prefix: string): ItemFields {
  count += 1;
  return {
    id: `${prefix}_${String(count).padStart(22, '0')}`,
    status: 'confirmed',
    origin: 'user_stated',
    sources: [],
    confidence: 1,
    locked: false,
  };
}

export const field = (name: string, more: Partial<Field> = {}): Field => ({
  ...item('fld'),
  name,
  type: 'string',
  required: false,
  unique: false,
  default: null,
  references: null,
  values: [],
  ...more,
});

export const entity = (name: string, fields: readonly Field[], description = ''): Entity => ({
  ...item('ent'),
  name,
  description,
  fields: [...fields],
});

export const endpoint = (
  method: Endpoint['method'],
  path: string,
  more: Partial<Endpoint> = {},
): Endpoint => ({
  ...item('end'),
  method,
  path,
  description: '',
  request: '',
  response: '',
  auth: 'public',
  entity: null,
  ...more,
});

export const token = (name: string, value: string): Sections['designSystem']['tokens'][number] => ({
  ...item('tok'),
  name,
  type: name.startsWith('color') ? 'color' : 'dimension',
  value,
});

export const accessRule = (
  role: string,
  resource: string,
  rule: { readonly actions: AccessRule['actions']; readonly scope?: AccessRule['scope'] },
): AccessRule => ({ ...item('acc'), scope: 'all', role, resource, ...rule });

export interface Plan {
  readonly feature: string;
  readonly summary?: string;
  readonly entities: readonly Entity[];
  readonly endpoints?: readonly Endpoint[];
  readonly sections?: Partial<Sections>;
}

/** A whole, valid Blueprint from the parts a test is about. */
export function blueprint({
  feature,
  summary = '',
  entities,
  endpoints = [],
  sections = {},
}: Plan): Blueprint {
  const empty = emptyBlueprintContent();
  const content = {
    ...empty,
    feature,
    summary,
    sections: {
      ...empty.sections,
      dataModel: { coverage: 'complete', entities: [...entities] },
      apiEndpoints: { coverage: 'complete', endpoints: [...endpoints] },
      ...sections,
    },
  };
  const at = '2026-01-01T00:00:00.000Z';
  return blueprintSchema.parse({
    ...content,
    id: `bp_${'0'.repeat(22)}`,
    tenantId: 'tests',
    projectId: `prj_${'0'.repeat(22)}`,
    externalId: null,
    locale: 'en',
    revision: 7,
    hash: hashBlueprint(blueprintContent(content)),
    status: 'approved',
    approval: null,
    builtFeatureSlug: null,
    createdAt: at,
    updatedAt: at,
  });
}

const blueprintContent = (content: object): Parameters<typeof hashBlueprint>[0] => ({
  ...emptyBlueprintContent(),
  ...content,
});

/** "People create projects with tasks; tasks have a title, a due date and a done flag." */
export function taskTracker(): Blueprint {
  const project = entity(
    'Project',
    [field('name', { required: true, unique: true })],
    'A piece of work with an end.',
  );
  const task = entity(
    'Task',
    [
      field('title', { required: true }),
      field('due date', { type: 'date' }),
      field('done', { type: 'boolean', required: true, default: 'false' }),
      field('project', { type: 'reference', required: true, references: project.id }),
    ],
    'Something to do.',
  );
  return blueprint({
    feature: 'Task tracker',
    summary: 'Projects, and the tasks that finish them.',
    entities: [project, task],
    endpoints: [
      endpoint('GET', '/projects', { entity: project.id }),
      endpoint('GET', '/api/v1/tasks/{id}', { entity: task.id }),
      endpoint('GET', '/projects/{projectId}/tasks', { entity: task.id }),
      endpoint('POST', '/tasks/{id}/remind', { entity: task.id, description: 'Sends a reminder' }),
    ],
  });
}

/** Every type of field there is, with rules on most of them. */
export function everyType(): Blueprint {
  const supplier = entity('Supplier', [
    field('e-mail', { type: 'email', required: true, unique: true }),
    field('Website', { type: 'url' }),
    field('parent company', { type: 'reference' }),
  ]);
  const self = supplier.fields[2];
  if (self !== undefined) self.references = supplier.id;
  const article = entity('Article', [
    field('Name', { required: true, default: 'New article' }),
    field('Description', { type: 'text' }),
    field('stockCount', { type: 'integer', default: '3' }),
    field('Weight (kg)', { type: 'decimal' }),
    field('Price', { type: 'money', required: true }),
    field('Available', { type: 'boolean', default: 'yes' }),
    field('Listed on', { type: 'date', default: '2026-02-30' }),
    field('Last counted', { type: 'datetime' }),
    field('Size', { type: 'enum', values: ['S', 'M', "It's big"], default: 'M' }),
    field('Supplier', { type: 'reference', references: supplier.id }),
    field('Extra', { type: 'json' }),
  ]);
  return blueprint({
    feature: 'Shop',
    entities: [supplier, article],
    sections: {
      designSystem: {
        coverage: 'complete',
        style: 'bold',
        density: 'spacious',
        tokens: [
          token('color.accent', '#ffd400'),
          token('radius.control', '14px'),
          token('font.body', 'Georgia, serif'),
        ],
      },
    },
  });
}

/** Two entities that need each other, and one that needs itself. */
export function circles(): Blueprint {
  const chicken = entity('Chicken', [field('name')]);
  const egg = entity('Egg', [field('colour')]);
  chicken.fields.push(field('egg', { type: 'reference', required: true, references: egg.id }));
  egg.fields.push(field('chicken', { type: 'reference', required: true, references: chicken.id }));
  const person = entity('Person', [field('name', { required: true })]);
  person.fields.push(field('boss', { type: 'reference', required: true, references: person.id }));
  return blueprint({ feature: 'Circles', entities: [chicken, egg, person] });
}
