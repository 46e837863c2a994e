import { z } from 'zod';
import { jsonObjectSchema } from '../json.ts';

/** The five phases a user sees. */
export const phaseSchema = z.enum(['spec', 'design', 'implement', 'test', 'deploy']);
export const PHASES = phaseSchema.options;

export const stepKeySchema = z
  .string()
  .regex(/^[A-Za-z_][A-Za-z0-9_-]{0,63}$/, 'must be letters, digits, _ and -, starting with a letter or _');

export const retryPolicySchema = z.strictObject({
  /** Attempts after the first one. */
  max: z.int().min(0).max(20),
  /** Wait before the first retry; doubles with each one. */
  backoffMs: z.int().min(0).max(3_600_000),
});

/** One step of a frozen plan. */
export const planStepSchema = z.strictObject({
  key: stepKeySchema,
  name: z.string().max(200),
  phase: phaseSchema,
  needs: z.array(stepKeySchema),
  /** Name of the registered executor that runs it; `shell` for `run` steps. */
  uses: z.string().min(1).max(200),
  with: jsonObjectSchema,
  env: z.record(z.string(), z.string()),
  retry: retryPolicySchema,
  timeoutMs: z.int().min(1),
  /** Share of the operation's progress, relative to the other steps. */
  weight: z.number().positive(),
});

/** A tree, checked and frozen when an operation starts. Editing the tree never changes a running operation. */
export const planSchema = z.strictObject({
  version: z.literal(1),
  name: z.string().min(1).max(200),
  /** Steps in an order in which every step follows its needs. */
  steps: z.array(planStepSchema).min(1),
  maxParallel: z.int().min(1),
});

export type Phase = z.infer<typeof phaseSchema>;
export type RetryPolicy = z.infer<typeof retryPolicySchema>;
export type PlanStep = z.infer<typeof planStepSchema>;
export type Plan = z.infer<typeof planSchema>;
