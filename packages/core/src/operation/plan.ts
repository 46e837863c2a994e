import { z } from 'zod';
import { jsonObjectSchema, jsonValueSchema } from '../json.ts';

/** The five phases a user sees. */
export const phaseSchema = z.enum(['spec', 'design', 'implement', 'test', 'deploy']);
export const PHASES = phaseSchema.options;

export const stepKeySchema = z
  .string()
  .regex(/^[A-Za-z_][A-Za-z0-9_-]{0,63}$/, 'must be letters, digits, _ and -, starting with a letter or _');

/** A step of a plan, or one combination of its matrix: `test` and `test.0`, `test.1`, … */
export const stepIdSchema = z
  .string()
  .regex(/^[A-Za-z_][A-Za-z0-9_-]{0,63}(?:\.\d{1,5})?$/, 'is not the id of a step');

export const retryPolicySchema = z.strictObject({
  /** Attempts after the first one. */
  max: z.int().min(0).max(20),
  /** Error codes worth another attempt. Default: those that the executor calls retryable. */
  on: z.array(z.string()).optional(),
  /** Wait before the first retry; doubles with each one. */
  backoffMs: z.int().min(0).max(3_600_000),
});

/** A step that runs once per combination of values. Strings may hold expressions. */
export const matrixSchema = z.strictObject({
  /** Lists by name, or one expression that gives them. Expressions see what the step's needs put out. */
  values: z.union([z.string(), z.record(stepKeySchema, z.union([z.string(), z.array(jsonValueSchema)]))]),
  include: z.union([z.string(), z.array(jsonObjectSchema)]).default([]),
  exclude: z.union([z.string(), z.array(jsonObjectSchema)]).default([]),
  /** Combinations at once. */
  maxParallel: z.int().min(1).nullable().default(null),
  /** Whether one failed combination ends the others. */
  failFast: z.boolean().default(true),
});

/** One step of a frozen plan. Texts of `with`, `env`, `outputs` and `matrix` may hold `${{ }}` expressions. */
export const planStepSchema = z.strictObject({
  key: stepKeySchema,
  name: z.string().max(200),
  phase: phaseSchema,
  needs: z.array(stepKeySchema),
  /** Runs after all steps that are not `finally`, whatever became of them. */
  finally: z.boolean().default(false),
  /** Source of the expression that decides whether it runs, without `${{ }}`. Null: when all needs succeeded. */
  if: z.string().nullable().default(null),
  /** Name of the registered executor that runs it; `shell` for `run` steps; or `approval`, `wait` or `tree`. */
  uses: z.string().min(1).max(200),
  with: jsonObjectSchema,
  env: z.record(z.string(), z.string()),
  /** What it puts out, by name. Null: what its executor returns. Expressions see that as `result`. */
  outputs: z.record(stepKeySchema, z.string()).nullable().default(null),
  matrix: matrixSchema.nullable().default(null),
  retry: retryPolicySchema,
  timeoutMs: z.int().min(1),
  /** Its failure counts as success for the steps that need it, and for the operation. */
  continueOnError: z.boolean().default(false),
  /** Whether a retry gets the checkpoint of the attempt that failed. A takeover always does. */
  keepCheckpoint: z.boolean().default(true),
  /** The pool of workers that may run it. */
  pool: z.string().min(1).max(100).default('default'),
  /** Share of the operation's progress, relative to the other steps. */
  weight: z.number().positive(),
});

export const concurrencySchema = z.strictObject({
  /** Operations of one tenant and project with the same group run one at a time. May hold expressions on inputs. */
  group: z.string().min(1).max(200),
  /** What an operation does that finds another one open in its group. */
  onConflict: z.enum(['queue', 'cancel-running', 'reject']),
});

/** A tree, checked and frozen when an operation starts. Editing the tree never changes a running operation. */
export const planSchema = z.strictObject({
  version: z.literal(1),
  name: z.string().min(1).max(200),
  /** Steps in an order in which every step follows its needs; those of `finally` last. */
  steps: z.array(planStepSchema).min(1),
  /** Attempts of one operation at once. */
  maxParallel: z.int().min(1),
  /** Whether one failed step ends the others. */
  failFast: z.boolean().default(false),
  concurrency: concurrencySchema.nullable().default(null),
  /** What the operation puts out, by name. Expressions see all steps. */
  outputs: z.record(stepKeySchema, z.string()).default({}),
});

export type Phase = z.infer<typeof phaseSchema>;
export type RetryPolicy = z.infer<typeof retryPolicySchema>;
export type Matrix = z.infer<typeof matrixSchema>;
export type PlanStep = z.infer<typeof planStepSchema>;
export type PlanInput = z.input<typeof planSchema>;
export type Plan = z.infer<typeof planSchema>;
