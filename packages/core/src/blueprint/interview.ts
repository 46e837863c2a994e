import { z } from 'zod';
import { idSchema } from '../ids.ts';
import { itemFields, nameSchema, sourceSchema, textSchema } from './item.ts';

export const questionStatusSchema = z.enum([
  'queued',
  'open',
  'answered',
  'partial',
  'skipped',
  'deferred',
  'delegated',
  'withdrawn',
  'obsolete',
]);

export const questionOptionSchema = z.strictObject({
  id: idSchema,
  label: nameSchema,
  /** What choosing it leads to, in one sentence. */
  consequence: textSchema,
  recommended: z.boolean(),
});

export const answerValueSchema = z.strictObject({
  /** Turn in which it was given. */
  turnId: z.string().max(80),
  optionIds: z.array(idSchema).max(20),
  text: textSchema,
});

export const questionSchema = z.strictObject({
  id: idSchema,
  /** Stable key of what is asked (`access.model`), so that nothing is asked twice. */
  topic: z.string().min(1).max(200),
  text: textSchema.min(1),
  /** Why the answer matters, in one sentence. */
  stake: textSchema,
  kind: z.enum(['single', 'multi', 'text', 'visual', 'confirm']),
  options: z.array(questionOptionSchema).max(8),
  /** Paths of at most three leaves the answer settles. */
  targets: z.array(z.string().max(500)).max(3),
  dependsOn: z.array(idSchema).max(20),
  blocking: z.boolean(),
  status: questionStatusSchema,
  answer: answerValueSchema.nullable(),
});

export const assumptionSchema = z.strictObject({
  id: idSchema,
  /** The assumption as a sentence a user can confirm or overturn. */
  assumption: textSchema.min(1),
  targets: z.array(z.string().max(500)).max(20),
  confidence: z.number().min(0).max(1),
  status: z.enum(['open', 'confirmed', 'overturned', 'accepted_risk']),
});

export const decisionSchema = z.strictObject({
  ...itemFields,
  title: nameSchema,
  choice: textSchema,
  reason: textSchema,
});

export const conflictSchema = z.strictObject({
  id: idSchema,
  description: textSchema.min(1),
  targets: z.array(z.string().max(500)).max(20),
  status: z.enum(['open', 'resolved']),
  resolution: textSchema,
});

/** One sentence of the user's message and what became of it: nothing stated is lost. */
export const claimSchema = z.strictObject({
  id: idSchema,
  text: textSchema.min(1),
  source: sourceSchema,
  outcome: z.enum(['landed', 'parked', 'rejected']),
  /** Where it landed (paths), or why it did not. */
  landedAt: z.array(z.string().max(500)).max(20),
  reason: textSchema,
});

/** A screenshot or page the user gave as a design reference. */
export const referenceItemSchema = z.strictObject({
  ...itemFields,
  title: nameSchema,
  url: z.url().max(2_000).nullable(),
});

export type QuestionStatus = z.infer<typeof questionStatusSchema>;
export type QuestionOption = z.infer<typeof questionOptionSchema>;
export type Question = z.infer<typeof questionSchema>;
export type Assumption = z.infer<typeof assumptionSchema>;
export type Decision = z.infer<typeof decisionSchema>;
export type Conflict = z.infer<typeof conflictSchema>;
export type Claim = z.infer<typeof claimSchema>;
export type ReferenceItem = z.infer<typeof referenceItemSchema>;
