import { z } from 'zod';
import { operationIdSchema, projectIdSchema, tenantIdSchema } from '../ids.ts';
import { jsonObjectSchema, jsonValueSchema } from '../json.ts';
import { planSchema, stepIdSchema } from './plan.ts';

export const operationStatusSchema = z.enum([
  'queued',
  'running',
  'waiting',
  'cancelling',
  'succeeded',
  'failed',
  'cancelled',
]);

export const stepStatusSchema = z.enum([
  'pending',
  'ready',
  'running',
  'waiting',
  'retrying',
  'succeeded',
  'failed',
  'skipped',
  'cancelled',
]);

export const stepErrorSchema = z.strictObject({ code: z.string(), message: z.string() });

/** Where one step of one operation stands. */
export const stepStateSchema = z.strictObject({
  /** The step of the plan, or one combination of its matrix. */
  key: stepIdSchema,
  /** Values of its combination. Null for a step without a matrix, and for the step that stands for all of them. */
  matrix: jsonObjectSchema.nullable(),
  status: stepStatusSchema,
  /** How often it was tried, failures of the step only: 1 for the first try, 0 before it. */
  attempt: z.int().min(0),
  /** Rises with every claim, takeovers after a crash included. The fencing token. */
  epoch: z.int().min(0),
  /** How often its worker fell silent during this attempt. */
  takeovers: z.int().min(0),
  worker: z.string().nullable(),
  leaseUntil: z.iso.datetime().nullable(),
  /** A retry, or a wait, lasts until then; an approval must come by then. */
  notBefore: z.iso.datetime().nullable(),
  outputs: jsonObjectSchema.nullable(),
  error: stepErrorSchema.nullable(),
  /** What the executor saved to go on from after a takeover. */
  checkpoint: jsonValueSchema.nullable(),
  progress: z.number().min(0).max(1),
  /** Why it was skipped. */
  skippedBecause: z.string().nullable(),
  startedAt: z.iso.datetime().nullable(),
  finishedAt: z.iso.datetime().nullable(),
});

/** A step of another operation. */
export const stepReferenceSchema = z.strictObject({ operationId: operationIdSchema, step: stepIdSchema });

/** What a rerun repeats: an operation from one of its steps on, or all of it (null). */
const forkOriginSchema = stepReferenceSchema.extend({ step: stepIdSchema.nullable() });

/** One run of a tree. */
export const operationSchema = z.strictObject({
  id: operationIdSchema,
  tenantId: tenantIdSchema,
  /** Null for a tree run outside any project. */
  projectId: projectIdSchema.nullable(),
  tree: z.string(),
  planHash: z.string(),
  plan: planSchema,
  inputs: jsonObjectSchema,
  status: operationStatusSchema,
  /** Rises with every transition; guards against two writers deciding on the same state. */
  version: z.int().min(0),
  /** Sequence number of the last event. */
  lastSeq: z.int().min(0),
  cancelRequestedAt: z.iso.datetime().nullable(),
  idempotencyKey: z.string().nullable(),
  /** Operations of the same tenant, project and group run one at a time. */
  concurrencyGroup: z.string().nullable(),
  /** The step that runs this one as its sub-tree. */
  parent: stepReferenceSchema.nullable(),
  /** The operation that this one repeats. */
  forkedFrom: forkOriginSchema.nullable(),
  /** What its tree puts out; set when it succeeds. */
  outputs: jsonObjectSchema.nullable(),
  createdAt: z.iso.datetime(),
  startedAt: z.iso.datetime().nullable(),
  finishedAt: z.iso.datetime().nullable(),
});

export type OperationStatus = z.infer<typeof operationStatusSchema>;
export type StepStatus = z.infer<typeof stepStatusSchema>;
export type StepReference = z.infer<typeof stepReferenceSchema>;
export type ForkOrigin = z.infer<typeof forkOriginSchema>;
export type StepError = z.infer<typeof stepErrorSchema>;
export type StepState = z.infer<typeof stepStateSchema>;
export type Operation = z.infer<typeof operationSchema>;

const OPERATION_END: ReadonlySet<OperationStatus> = new Set(['succeeded', 'failed', 'cancelled']);
const STEP_END: ReadonlySet<StepStatus> = new Set(['succeeded', 'failed', 'skipped', 'cancelled']);

/** True when an operation in this status never moves again by itself. */
export const isOperationEnd = (status: OperationStatus): boolean => OPERATION_END.has(status);
/** True when a step in this status never runs again unless a person resumes the operation. */
export const isStepEnd = (status: StepStatus): boolean => STEP_END.has(status);
