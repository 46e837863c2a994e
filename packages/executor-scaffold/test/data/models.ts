import type { AppModel, Entity, Field, FieldType } from '../../templates/base/lib/types.d.ts';

const colors = {
  ...{ background: '#fff', surface: '#fff', text: '#000', muted: '#555' },
  ...{ border: '#ccc', accent: '#06c', onAccent: '#fff', link: '#06c' },
};

/** A field whose key is its id, unless told. */
export const field = (id: string, type: FieldType = 'string', more: Partial<Field> = {}): Field => ({
  id: `fld_${id}`,
  key: id,
  label: id,
  type,
  required: false,
  unique: false,
  default: null,
  references: null,
  values: [],
  ...more,
});

/** An entity whose path and table are its id. */
export const entity = (id: string, fields: readonly Field[], more: Partial<Entity> = {}): Entity => ({
  id: `ent_${id}`,
  name: id,
  plural: `${id}s`,
  path: id,
  table: id,
  description: '',
  title: null,
  owners: [],
  fields,
  ...more,
});

export const model = (...entities: Entity[]): AppModel => ({
  version: 2,
  name: 'App',
  summary: '',
  theme: {
    light: colors,
    dark: colors,
    ...{ fontBody: 'serif', fontHeading: 'serif', radius: '4px', density: 'compact' },
  },
  access: { enforced: false, roles: [], signUp: null, rules: [] },
  entities,
  routes: [],
  gaps: [],
});

/** A field of every type. `other` is the path of the entity that the references point to. */
export const everyField = (other: string): Field[] => [
  field('name', 'string', { required: true }),
  field('notes', 'text'),
  field('mail', 'email', { unique: true }),
  field('site', 'url'),
  field('size', 'enum', { values: ['S', 'M', "It's big"] }),
  field('stock', 'integer', { default: 3 }),
  field('weight', 'decimal'),
  field('price', 'money', { required: true }),
  field('done', 'boolean'),
  field('day', 'date'),
  field('at', 'datetime'),
  field('extra', 'json'),
  field('picture', 'file'),
  field('main', 'reference', { references: other }),
  field('all', 'references', { references: other }),
];
