import { z } from 'zod';
import { coverageSchema } from './item.ts';

/** One thing the readiness gate found. */
export const readinessFindingSchema = z.strictObject({
  /** UPPER_SNAKE name of the rule. */
  code: z.string(),
  /** Path or id of what it is about; empty for the whole Blueprint. */
  item: z.string(),
  message: z.string(),
  /** What to do about it, in one sentence. */
  fix: z.string(),
});

/** The readiness gate's verdict on one Blueprint. */
export const readinessSchema = z.strictObject({
  ready: z.boolean(),
  /** 0 to 1: share of rules that are met, weighted. */
  score: z.number().min(0).max(1),
  /** What must be settled before a build (unless forced). */
  blockers: z.array(readinessFindingSchema),
  warnings: z.array(readinessFindingSchema),
  perSection: z.record(z.string(), coverageSchema),
  nextQuestionIds: z.array(z.string()),
});

export type ReadinessFinding = z.infer<typeof readinessFindingSchema>;
export type Readiness = z.infer<typeof readinessSchema>;
