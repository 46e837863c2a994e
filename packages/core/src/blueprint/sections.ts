import { z } from 'zod';
import { idSchema } from '../ids.ts';
import { coverageSchema, itemFields, MAX_ITEMS, nameSchema, textSchema } from './item.ts';

const list = <T extends z.ZodType>(item: T) => z.array(item).max(MAX_ITEMS);

export const actorSchema = z.strictObject({ ...itemFields, name: nameSchema, description: textSchema });
export const statementSchema = z.strictObject({ ...itemFields, text: textSchema.min(1) });

export const intentSchema = z.strictObject({
  coverage: coverageSchema,
  actors: list(actorSchema),
  journeys: list(statementSchema),
  nonGoals: list(statementSchema),
});

export const fieldTypeSchema = z.enum([
  'string',
  'text',
  'integer',
  'decimal',
  'money',
  'boolean',
  'date',
  'datetime',
  'email',
  'url',
  'enum',
  'reference',
  'references',
  'file',
  'json',
]);

export const fieldSchema = z.strictObject({
  ...itemFields,
  name: nameSchema,
  type: fieldTypeSchema,
  required: z.boolean(),
  unique: z.boolean(),
  /** Default value as text, null when there is none. */
  default: z.string().max(500).nullable(),
  /** Id of the entity a `reference` (one record) or `references` (any number of them) points to, null otherwise. */
  references: idSchema.nullable(),
  /** The allowed values of an `enum` field, empty otherwise. */
  values: z.array(nameSchema).max(100),
});

export const entitySchema = z.strictObject({
  ...itemFields,
  /** Singular, as people say it: "Task". */
  name: nameSchema,
  description: textSchema,
  fields: list(fieldSchema),
});

export const dataModelSchema = z.strictObject({ coverage: coverageSchema, entities: list(entitySchema) });

export const endpointSchema = z.strictObject({
  ...itemFields,
  method: z.enum(['GET', 'POST', 'PUT', 'PATCH', 'DELETE']),
  /** Path with parameters in braces: `/tasks/{id}`. */
  path: z.string().min(1).max(300).startsWith('/'),
  description: textSchema,
  /** What the request body holds, in words or as a JSON example. */
  request: textSchema,
  response: textSchema,
  /** `public`, `signed-in`, or the name of an actor. */
  auth: z.string().max(200),
  /** Entity the endpoint reads or writes, null for none. */
  entity: idSchema.nullable(),
});

export const apiEndpointsSchema = z.strictObject({
  coverage: coverageSchema,
  endpoints: list(endpointSchema),
});

export const componentSchema = z.strictObject({
  ...itemFields,
  name: nameSchema,
  purpose: textSchema,
  route: z.string().max(300),
  states: z.array(nameSchema).max(50),
  actions: z.array(nameSchema).max(50),
  entity: idSchema.nullable(),
});

export const uiComponentsSchema = z.strictObject({
  coverage: coverageSchema,
  components: list(componentSchema),
});

export const designTokenSchema = z.strictObject({
  ...itemFields,
  /** Dotted DTCG path: `color.accent`, `font.body`, `radius.control`. */
  name: nameSchema,
  type: z.enum(['color', 'dimension', 'fontFamily', 'number']),
  value: z.string().min(1).max(200),
});

export const designSystemSchema = z.strictObject({
  coverage: coverageSchema,
  /** The look in words: "calm", "bold". Empty while unsettled. */
  style: textSchema,
  density: z.enum(['unset', 'compact', 'comfortable', 'spacious']),
  tokens: list(designTokenSchema),
});

export const requirementSchema = z.strictObject({
  ...itemFields,
  title: nameSchema,
  given: textSchema,
  when: textSchema,
  // biome-ignore lint/suspicious/noThenProperty: given/when/then is the field's standard triple; the object is data and never awaited.
  then: textSchema,
});

export const requirementsSchema = z.strictObject({
  coverage: coverageSchema,
  items: list(requirementSchema),
});

export const accessRuleSchema = z.strictObject({
  ...itemFields,
  /** Name of an actor, or `anyone`. */
  role: nameSchema,
  /** Id of an entity, or `*` for every entity. */
  resource: z.string().min(1).max(80),
  actions: z.array(z.enum(['create', 'read', 'update', 'delete'])).max(4),
  scope: z.enum(['all', 'own']),
});

export const accessSchema = z.strictObject({ coverage: coverageSchema, rules: list(accessRuleSchema) });

export const integrationSchema = z.strictObject({ ...itemFields, name: nameSchema, purpose: textSchema });
export const integrationsSchema = z.strictObject({
  coverage: coverageSchema,
  items: list(integrationSchema),
});

export const qualitySchema = z.strictObject({ coverage: coverageSchema, goals: list(statementSchema) });

export const sectionsSchema = z.strictObject({
  intent: intentSchema,
  dataModel: dataModelSchema,
  apiEndpoints: apiEndpointsSchema,
  uiComponents: uiComponentsSchema,
  designSystem: designSystemSchema,
  requirements: requirementsSchema,
  access: accessSchema,
  integrations: integrationsSchema,
  quality: qualitySchema,
});

export type FieldType = z.infer<typeof fieldTypeSchema>;
export type Actor = z.infer<typeof actorSchema>;
export type Statement = z.infer<typeof statementSchema>;
export type Field = z.infer<typeof fieldSchema>;
export type Entity = z.infer<typeof entitySchema>;
export type Endpoint = z.infer<typeof endpointSchema>;
export type Component = z.infer<typeof componentSchema>;
export type DesignToken = z.infer<typeof designTokenSchema>;
export type Requirement = z.infer<typeof requirementSchema>;
export type AccessRule = z.infer<typeof accessRuleSchema>;
export type Integration = z.infer<typeof integrationSchema>;
export type Sections = z.infer<typeof sectionsSchema>;
export type SectionName = keyof Sections;
export const SECTION_NAMES: readonly SectionName[] = sectionsSchema.keyof().options;
