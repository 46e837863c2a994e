import { fieldTypeSchema } from '@orchard-studio/core';
import { z } from 'zod';
import type { AppModel } from '../model/app-model.ts';

/** Where an app keeps everything about it that is not code. */
export const MODEL_FILE = 'lib/model.json';

const text = z.string();
const key = z.string().regex(/^[A-Za-z][A-Za-z0-9_]{0,63}$/);
const path = z.string().regex(/^[a-z0-9](?:[a-z0-9-]{0,62}[a-z0-9])?$/);

const fieldSchema = z.object({
  id: text,
  key,
  label: text,
  type: fieldTypeSchema,
  required: z.boolean(),
  unique: z.boolean(),
  default: z.union([text, z.number(), z.boolean()]).nullable(),
  references: path.nullable(),
  values: z.array(text),
});

const entitySchema = z.object({
  id: text,
  name: text,
  plural: text,
  path,
  table: z.string().regex(/^[a-z0-9_]{1,80}$/),
  description: text,
  title: key.nullable(),
  owners: z.array(key),
  fields: z.array(fieldSchema),
});

const accessSchema = z.object({
  enforced: z.boolean(),
  roles: z.array(z.object({ key: text, name: text })),
  signUp: text.nullable(),
  rules: z.array(
    z.object({
      role: text,
      entity: path,
      actions: z.array(z.enum(['create', 'read', 'update', 'delete'])),
      scope: z.enum(['all', 'own']),
    }),
  ),
});

const paletteSchema = z.object({
  background: text,
  surface: text,
  text,
  muted: text,
  border: text,
  accent: text,
  onAccent: text,
  link: text,
});

const shapeSchema: z.ZodType<AppModel> = z.object({
  version: z.literal(2),
  name: text,
  summary: text,
  theme: z.object({
    light: paletteSchema,
    dark: paletteSchema,
    fontBody: text,
    fontHeading: text,
    radius: text,
    density: z.enum(['compact', 'comfortable', 'spacious']),
  }),
  access: accessSchema,
  entities: z.array(entitySchema),
  routes: z.array(
    z.object({
      method: text,
      segments: z.array(text.nullable()),
      action: z.enum(['list', 'create', 'read', 'replace', 'update', 'remove', 'gap']),
      entity: path.nullable(),
      parent: key.nullable(),
    }),
  ),
  gaps: z.array(
    z.object({
      kind: z.enum(['endpoint', 'access', 'integration', 'component', 'requirement', 'field', 'design']),
      title: text,
      reason: text,
    }),
  ),
});

const isUnique = (names: readonly string[]): boolean => new Set(names).size === names.length;

/** What must be true over the parts of a model: names are unique, and what is named is there. */
function holdsTogether({ entities, routes, access }: AppModel): boolean {
  const paths = new Set(entities.map((entity) => entity.path));
  const roles = new Set(['anyone', 'signed-in', ...access.roles.map((role) => role.key)]);
  const isSound = entities.every(({ fields, title, owners }) => {
    const keys = new Set(fields.map((field) => field.key));
    return (
      isUnique(fields.map((field) => field.key.toLowerCase())) &&
      isUnique(fields.map((field) => field.id)) &&
      (title === null || keys.has(title)) &&
      owners.every((owner) => keys.has(owner)) &&
      fields.every((field) => field.references === null || paths.has(field.references))
    );
  });
  return (
    isSound &&
    isUnique(entities.map((entity) => entity.id)) &&
    isUnique(entities.map((entity) => entity.path)) &&
    isUnique(entities.map((entity) => entity.table)) &&
    routes.every(({ entity, action }) => (entity === null ? action === 'gap' : paths.has(entity))) &&
    access.rules.every((rule) => paths.has(rule.entity) && roles.has(rule.role)) &&
    (access.signUp === null || roles.has(access.signUp))
  );
}

/** A model the app can run on. */
export const modelSchema: z.ZodType<AppModel> = shapeSchema.refine(holdsTogether, 'does not hold together');
