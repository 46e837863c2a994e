import { z } from 'zod';
import { contentHash } from '../hash.ts';
import { blueprintIdSchema, projectIdSchema, tenantIdSchema } from '../ids.ts';
import {
  assumptionSchema,
  claimSchema,
  conflictSchema,
  decisionSchema,
  questionSchema,
  referenceItemSchema,
} from './interview.ts';
import { MAX_ITEMS, textSchema } from './item.ts';
import { type Sections, sectionsSchema } from './sections.ts';

/** What operations change: the folded content of a Blueprint. */
export const blueprintContentSchema = z.strictObject({
  /** Name of the thing to build: "Task tracker". */
  feature: z.string().max(200),
  summary: textSchema,
  sections: sectionsSchema,
  references: z.strictObject({ items: z.array(referenceItemSchema).max(MAX_ITEMS) }),
  questions: z.array(questionSchema).max(MAX_ITEMS),
  assumptions: z.array(assumptionSchema).max(MAX_ITEMS),
  decisions: z.array(decisionSchema).max(MAX_ITEMS),
  conflicts: z.array(conflictSchema).max(MAX_ITEMS),
  claims: z.array(claimSchema).max(2_000),
});

export const blueprintStatusSchema = z.enum([
  'drafting',
  'ready',
  'approved',
  'building',
  'built',
  'discarded',
]);

/** A person's approval of exactly one revision. Any later operation voids it. */
export const approvalSchema = z.strictObject({
  revision: z.int().min(0),
  hash: z.string(),
  by: z.string(),
  at: z.iso.datetime(),
});

export const blueprintMetaSchema = z.strictObject({
  id: blueprintIdSchema,
  tenantId: tenantIdSchema,
  /** Null while a chat has no project yet. */
  projectId: projectIdSchema.nullable(),
  externalId: z.string().max(200).nullable(),
  /** BCP 47 language tag. */
  locale: z.string().max(35),
  /** Number of the last applied batch of operations; 0 is the empty Blueprint. */
  revision: z.int().min(0),
  /** contentHash() of the content at this revision. */
  hash: z.string(),
  status: blueprintStatusSchema,
  approval: approvalSchema.nullable(),
  builtFeatureSlug: z.string().nullable(),
  createdAt: z.iso.datetime(),
  updatedAt: z.iso.datetime(),
});

export const blueprintSchema = z.strictObject({
  ...blueprintMetaSchema.shape,
  ...blueprintContentSchema.shape,
});

export type BlueprintContent = z.infer<typeof blueprintContentSchema>;
export type BlueprintMeta = z.infer<typeof blueprintMetaSchema>;
export type Blueprint = z.infer<typeof blueprintSchema>;
export type BlueprintStatus = z.infer<typeof blueprintStatusSchema>;
export type Approval = z.infer<typeof approvalSchema>;

function emptySections(): Sections {
  return {
    intent: { coverage: 'missing', actors: [], journeys: [], nonGoals: [] },
    dataModel: { coverage: 'missing', entities: [] },
    apiEndpoints: { coverage: 'missing', endpoints: [] },
    uiComponents: { coverage: 'missing', components: [] },
    designSystem: { coverage: 'missing', style: '', density: 'unset', tokens: [] },
    requirements: { coverage: 'missing', items: [] },
    access: { coverage: 'missing', rules: [] },
    integrations: { coverage: 'missing', items: [] },
    quality: { coverage: 'missing', goals: [] },
  };
}

/** The content every Blueprint starts from (revision 0). */
export function emptyBlueprintContent(): BlueprintContent {
  return {
    feature: '',
    summary: '',
    sections: emptySections(),
    references: { items: [] },
    questions: [],
    assumptions: [],
    decisions: [],
    conflicts: [],
    claims: [],
  };
}

/** The content part of a Blueprint, without its metadata. */
export function contentOf(blueprint: Blueprint): BlueprintContent {
  return {
    feature: blueprint.feature,
    summary: blueprint.summary,
    sections: blueprint.sections,
    references: blueprint.references,
    questions: blueprint.questions,
    assumptions: blueprint.assumptions,
    decisions: blueprint.decisions,
    conflicts: blueprint.conflicts,
    claims: blueprint.claims,
  };
}

/** Hash an approval is bound to. */
export function hashBlueprint(content: BlueprintContent): string {
  return contentHash(content);
}

/** True when the Blueprint, as it stands now, is what a person approved. */
export function isApproved(blueprint: Pick<BlueprintMeta, 'approval' | 'revision' | 'hash'>): boolean {
  return blueprint.approval?.revision === blueprint.revision && blueprint.approval.hash === blueprint.hash;
}
