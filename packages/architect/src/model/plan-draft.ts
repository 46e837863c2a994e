import {
  accessRuleSchema,
  designSystemSchema,
  designTokenSchema,
  endpointSchema,
  fieldSchema,
  type JsonObject,
  jsonObjectSchema,
  type ModelTool,
  parseOrThrow,
  questionSchema,
} from '@orchard-studio/core';
import { z } from 'zod';

/**
 * How a model hands in its part of the plan: flat lists, one per kind of item. Every property is required, so that strict
 * tools take it: what does not apply is an empty text or list.
 */
const handle = z
  .string()
  .max(80)
  .describe('A handle of the plan (`E2`) to change that item, or a new name of your own for a new one.');
const from = z
  .string()
  .max(500)
  .describe('The words of the user this rests on, copied exactly; empty when it is your own idea.');
const text = (what: string) => z.string().max(2_000).describe(what);
const name = (what: string) => z.string().max(200).describe(what);
const entity = name('Handle of the entity; empty for none.');

const item = { handle, from };
const named = z.strictObject({ ...item, name: name('A short name.'), description: text('One sentence.') });
const statement = z.strictObject({ ...item, text: text('One sentence.') });

const LISTS = {
  actors: named.describe('Who uses it.'),
  journeys: statement.describe('What somebody does with it, from beginning to end.'),
  nonGoals: statement.describe('What it will not do.'),
  requirements: z.strictObject({
    ...item,
    title: name('A short name.'),
    given: text('The situation.'),
    when: text('What somebody does.'),
    outcome: text('What must be true then.'),
  }),
  entities: named.describe('Things it keeps, in the singular: "Task".'),
  fields: z.strictObject({
    ...item,
    entity,
    name: name('As people say it: "due date".'),
    type: fieldSchema.shape.type,
    required: z.boolean(),
    unique: z.boolean(),
    default: name('Empty for none.'),
    references: name('Handle of the entity that a reference points to; else empty.'),
    values: z.array(name('One choice.')).describe('The choices of an enum; else empty.'),
  }),
  endpoints: z.strictObject({
    ...item,
    entity,
    method: endpointSchema.shape.method,
    path: name('With parameters in braces: /tasks/{id}'),
    description: text('One sentence.'),
    request: text('What the body holds; empty for none.'),
    response: text('What comes back.'),
    auth: name('`public`, `signed-in`, or the name of an actor.'),
  }),
  screens: z.strictObject({
    ...item,
    entity,
    name: name('A short name.'),
    purpose: text('One sentence.'),
    route: name('/tasks'),
    states: z.array(name('For example: empty.')),
    actions: z.array(name('For example: Add task.')),
  }),
  tokens: z
    .strictObject({
      ...item,
      name: name('Dotted: color.accent, font.body, radius.control.'),
      type: designTokenSchema.shape.type,
      value: name('#1a7f5a, 8px, Inter, 1.5'),
    })
    .describe('How it looks.'),
  access: z
    .strictObject({
      ...item,
      role: name('Name of an actor, or `anyone`.'),
      entity: name('Handle of the entity, or * for all.'),
      actions: accessRuleSchema.shape.actions,
      scope: accessRuleSchema.shape.scope,
    })
    .describe('Who may do what.'),
  integrations: named.describe('Other services it works with.'),
  goals: statement.describe('How good it must be: speed, privacy, languages.'),
  decisions: z.strictObject({
    ...item,
    title: name('What was decided.'),
    choice: text('What was chosen.'),
    reason: text('Why.'),
  }),
  assumptions: z
    .strictObject({
      handle,
      assumption: text('A sentence the user can confirm or deny.'),
      about: z.array(name('A handle.')).describe('What it is about.'),
      confidence: z.enum(['low', 'medium', 'high']),
    })
    .describe('What you took for granted.'),
  conflicts: z
    .strictObject({ handle, description: text('What contradicts what.'), about: z.array(name('A handle.')) })
    .describe('Words of the user that contradict each other. Never settle them yourself.'),
  questions: z.strictObject({
    handle,
    topic: name('What it is about, in dotted words: access.model. Nothing is asked twice.'),
    text: text('One question, in plain words.'),
    stake: text('Why the answer matters, in one sentence.'),
    kind: questionSchema.shape.kind,
    options: z.array(
      z.strictObject({
        label: name('A few words.'),
        consequence: text('What choosing it leads to.'),
        recommended: z.boolean(),
      }),
    ),
    about: z
      .array(name('A handle, or the name of a section.'))
      .describe('What the answer settles: three at most.'),
    after: z.array(name('Handle of a question.')).describe('Questions that must be answered before.'),
    blocking: z.boolean().describe('Whether nothing sensible can be built without the answer.'),
  }),
  sentences: z
    .strictObject({
      handle: name('Handle of the sentence: S1.'),
      outcome: z.enum(['landed', 'parked', 'rejected']),
      landedAt: z.array(name('A handle.')).describe('Handles of the items it led to.'),
      reason: text('Why it did not land; empty when it did.'),
    })
    .describe('What became of each sentence of the user.'),
  removals: z
    .strictObject({ handle, from })
    .describe('Items to take out of the plan, each with the words of the user that ask for it.'),
} as const;

export type DraftList = keyof typeof LISTS;
type DraftItems = { readonly [List in DraftList]: z.infer<(typeof LISTS)[List]> };
/** One item of one list, as a model hands it in. */
export type DraftItem<List extends DraftList = DraftList> = DraftItems[List];

/** The shape of the items of each list. */
export const DRAFT_LISTS: { readonly [List in DraftList]: z.ZodType<DraftItems[List]> } = LISTS;

export const DRAFT_VALUES = {
  feature: name('Name of what is built; empty to keep it.'),
  summary: text('What it is, in one or two sentences; empty to keep it.'),
  style: text('The look in words; empty to keep it.'),
  density: designSystemSchema.shape.density.describe('`unset` to keep it.'),
} as const;

const list = <Item extends z.ZodType>(schema: Item) => z.array(schema);

/** The whole of what a model hands in. */
export const planDraftSchema = z.strictObject({
  ...DRAFT_VALUES,
  sentences: list(LISTS.sentences),
  actors: list(LISTS.actors),
  entities: list(LISTS.entities),
  fields: list(LISTS.fields),
  access: list(LISTS.access),
  requirements: list(LISTS.requirements),
  journeys: list(LISTS.journeys),
  nonGoals: list(LISTS.nonGoals),
  screens: list(LISTS.screens),
  endpoints: list(LISTS.endpoints),
  tokens: list(LISTS.tokens),
  integrations: list(LISTS.integrations),
  goals: list(LISTS.goals),
  decisions: list(LISTS.decisions),
  assumptions: list(LISTS.assumptions),
  conflicts: list(LISTS.conflicts),
  questions: list(LISTS.questions),
  removals: list(LISTS.removals),
});

export type PlanDraft = z.infer<typeof planDraftSchema>;

let schema: JsonObject | undefined;

/** The tool by which a model changes the plan. */
export function planTool(): ModelTool {
  schema ??= parseOrThrow(
    jsonObjectSchema,
    withoutLimits(z.toJSONSchema(planDraftSchema)),
    'The schema of the tool',
  );
  return {
    name: 'change_plan',
    description:
      'Writes what you understood into the plan. Call it once per answer, after what you say. Leave lists empty that do not change.',
    inputSchema: schema,
  };
}

/** Strict tools take shapes and choices only: lengths are checked when the items arrive. */
const LIMITS = new Set(['$schema', 'maxLength', 'maxItems']);

function withoutLimits(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutLimits);
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).filter(([key]) => !LIMITS.has(key));
  return Object.fromEntries(entries.map(([key, inner]) => [key, withoutLimits(inner)]));
}
