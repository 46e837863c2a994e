import { jsonObjectSchema, jsonValueSchema, phaseSchema, stepKeySchema } from '@orchard-studio/core';
import { z } from 'zod';
import { durationSchema } from './duration.ts';

const retrySchema = z.strictObject({
  max: z.int().min(0).max(20),
  backoff: durationSchema.optional(),
});

const stepFields = {
  name: z.string().min(1).max(200).optional(),
  phase: phaseSchema.optional(),
  needs: z.union([stepKeySchema.transform((key) => [key]), z.array(stepKeySchema).max(200)]).optional(),
  /** Name of a registered executor. */
  uses: z.string().min(1).max(200).optional(),
  /** Shell command; the same as `uses: shell` with the command. */
  run: z.string().min(1).max(20_000).optional(),
  with: jsonObjectSchema.optional(),
  env: z
    .record(z.string().regex(/^[A-Za-z_][A-Za-z0-9_]*$/, 'is not a variable name'), z.coerce.string())
    .optional(),
  retry: retrySchema.optional(),
  timeout: durationSchema.optional(),
  weight: z.number().positive().max(1_000).optional(),
};

const stepSchema = z
  .strictObject(stepFields)
  .refine((step) => (step.uses === undefined) !== (step.run === undefined), {
    message: 'needs exactly one of `uses` and `run`',
  });

const inputSchema = z.strictObject({
  description: z.string().max(2_000).optional(),
  required: z.boolean().optional(),
  default: jsonValueSchema.optional(),
});

/** The tree file, as written by people. */
export const treeSchema = z.strictObject({
  version: z.literal(1),
  name: z.string().min(1).max(200),
  description: z.string().max(2_000).optional(),
  inputs: z.record(stepKeySchema, inputSchema).optional(),
  defaults: z.strictObject({ retry: retrySchema.optional(), timeout: durationSchema.optional() }).optional(),
  'max-parallel': z.int().min(1).max(1_000).optional(),
  steps: z.record(stepKeySchema, stepSchema).refine((steps) => Object.keys(steps).length > 0, {
    message: 'must hold at least one step',
  }),
});

export type Tree = z.infer<typeof treeSchema>;
export type TreeStep = Tree['steps'][string];
export type TreeInput = NonNullable<Tree['inputs']>[string];

/** Keys known at each level, for "did you mean". */
export const TREE_KEYS: readonly string[] = Object.keys(treeSchema.shape);
export const STEP_KEYS: readonly string[] = Object.keys(stepFields);
export const OTHER_KEYS: readonly string[] = [
  'max',
  'backoff',
  'retry',
  'timeout',
  'description',
  'required',
  'default',
];
