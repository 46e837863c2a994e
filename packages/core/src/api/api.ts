import { z } from 'zod';
import { blueprintSchema } from '../blueprint/blueprint.ts';
import { blueprintOperationSchema } from '../blueprint/operation.ts';
import { readinessSchema } from '../blueprint/readiness.ts';
import { answerInputSchema, MAX_MESSAGE, turnModeSchema, turnSchema } from '../blueprint/turn.ts';
import { blueprintIdSchema, operationIdSchema, projectIdSchema, turnIdSchema } from '../ids.ts';
import { jsonObjectSchema, jsonValueSchema } from '../json.ts';
import { environmentNameSchema, environmentSchema, projectSchema } from '../model/project.ts';
import { eventStatusSchema, operationEventSchema } from '../operation/event.ts';
import { operationSchema, operationStatusSchema, stepStateSchema } from '../operation/operation.ts';
import { phaseSchema, stepKeySchema } from '../operation/plan.ts';
import { appTargetSchema, buildGapSchema, mergeConflictSchema, templateViewSchema } from './build-report.ts';

/** Shapes of the HTTP API: what the server checks, the client types, and OpenAPI describes. */

export const createProjectRequestSchema = z.strictObject({
  name: projectSchema.shape.name,
  externalId: z.string().min(1).max(200).optional(),
});

export const environmentViewSchema = environmentSchema.omit({ projectId: true, name: true });

export const projectViewSchema = z.strictObject({
  ...projectSchema.omit({ tenantId: true }).shape,
  environments: z.record(environmentNameSchema, environmentViewSchema),
});

export const chatRequestSchema = z
  .strictObject({
    message: z.string().max(MAX_MESSAGE, `is longer than ${MAX_MESSAGE} characters`).optional(),
    blueprintId: blueprintIdSchema.optional(),
    answers: z.array(answerInputSchema).max(50).optional(),
    externalId: z.string().min(1).max(200).optional(),
  })
  .refine((chat) => (chat.message ?? '').trim() !== '' || (chat.answers ?? []).length > 0, {
    message: 'must hold a message or an answer',
    path: ['message'],
  });

export const blueprintViewSchema = blueprintSchema.omit({ tenantId: true });

export const chatResponseSchema = z.strictObject({
  reply: z.string(),
  mode: turnModeSchema,
  /** The model that answered, as its vendor names it; null without one. */
  model: turnSchema.shape.model,
  usage: turnSchema.shape.usage,
  turnId: turnIdSchema,
  blueprint: blueprintViewSchema,
  readiness: readinessSchema,
  /** The operations this turn made. */
  diff: z.array(blueprintOperationSchema),
});

/** GET of one Blueprint: the Blueprint with its turns and the gate's verdict. */
export const blueprintDetailSchema = z.strictObject({
  blueprint: blueprintViewSchema,
  readiness: readinessSchema,
  turns: z.array(turnSchema),
});

export const blueprintSummarySchema = blueprintSchema.pick({
  id: true,
  projectId: true,
  feature: true,
  summary: true,
  revision: true,
  hash: true,
  status: true,
  createdAt: true,
  updatedAt: true,
});

export const approveRequestSchema = z.strictObject({
  revision: z.int().min(0),
  hash: z.string().min(1).max(100),
});

export const buildRequestSchema = z.strictObject({
  /** Build although the gate has blockers. Each is recorded in spec.md as an accepted risk. */
  force: z.boolean().optional(),
  /** What the app is to run on. Default: what the project was built for last, else `node`. */
  target: appTargetSchema.optional(),
});

export const buildResponseSchema = z.strictObject({ operationId: operationIdSchema, streamUrl: z.string() });

export const stepViewSchema = z.strictObject({
  ...stepStateSchema.omit({ worker: true, leaseUntil: true, checkpoint: true }).shape,
  name: z.string(),
  phase: phaseSchema,
  /** Share of the operation's progress; 0 for a step whose combinations count instead. */
  weight: z.number().min(0),
  /** What runs it: an executor's name; `approval`, `wait` and `tree` need none. */
  uses: z.string(),
  /** Keys of the steps it waits for. */
  needs: z.array(z.string()),
  /** True for a step that runs after all others, whatever became of them. */
  finally: z.boolean(),
  /** What a person is asked to decide; null unless the step waits for an approval. */
  question: z
    .strictObject({
      message: z.string(),
      /** Who alone may decide; empty when anybody may. */
      approvers: z.array(z.string()),
    })
    .nullable(),
  /** What the step says was asked for and is not built. */
  gaps: z.array(buildGapSchema).optional(),
  /** Files in which it kept a version of a person, or set one aside. */
  conflicts: z.array(mergeConflictSchema).optional(),
});

export const templateListSchema = z.strictObject({ templates: z.array(templateViewSchema) });

export const operationViewSchema = z.strictObject({
  id: operationIdSchema,
  projectId: projectIdSchema.nullable(),
  tree: operationSchema.shape.tree,
  status: operationStatusSchema,
  /** 0 to 1. */
  progress: z.number().min(0).max(1),
  lastSeq: z.int(),
  steps: z.array(stepViewSchema),
  /** Where its phases stand. */
  phases: z.record(phaseSchema, z.union([eventStatusSchema, z.literal('absent')])),
  url: z.string().nullable(),
  error: z.string().nullable(),
  /** What its tree puts out; null until it has succeeded. */
  outputs: operationSchema.shape.outputs,
  /** The step that runs it as a sub-tree. */
  parent: operationSchema.shape.parent,
  /** The operation it repeats in part. */
  forkedFrom: operationSchema.shape.forkedFrom,
  cancelRequestedAt: z.iso.datetime().nullable(),
  createdAt: z.iso.datetime(),
  startedAt: z.iso.datetime().nullable(),
  finishedAt: z.iso.datetime().nullable(),
});

export const operationSummarySchema = operationViewSchema.omit({
  steps: true,
  phases: true,
  outputs: true,
  url: true,
  error: true,
  progress: true,
});

export const startOperationRequestSchema = z.strictObject({
  /** Name of a tree that the host registered. */
  tree: z.string().min(1).max(200),
  inputs: jsonObjectSchema.optional(),
});

export const rerunRequestSchema = z.strictObject({
  /** The step to run again. Default: the whole operation. */
  from: stepKeySchema.optional(),
  /** With all that need it (the default), or alone. */
  scope: z.enum(['downstream', 'only']).optional(),
  /** The plan of the first run (the default), or the tree as it is registered now. */
  plan: z.enum(['frozen', 'latest']).optional(),
});

export const treeInputViewSchema = z.strictObject({
  name: z.string(),
  type: z.enum(['string', 'number', 'boolean', 'choice', 'json']),
  description: z.string().nullable(),
  required: z.boolean(),
  default: jsonValueSchema.nullable(),
  /** What may be chosen. */
  options: z.array(z.string()),
});

/** A tree that the host registered, as those see it who start it. */
export const treeViewSchema = z.strictObject({
  name: z.string(),
  description: z.string().nullable(),
  inputs: z.array(treeInputViewSchema),
  steps: z.int(),
});

export const treeListSchema = z.strictObject({ trees: z.array(treeViewSchema) });

export const decisionRequestSchema = z.strictObject({
  decision: z.enum(['approved', 'rejected']),
  comment: z.string().max(2_000, 'is longer than 2000 characters').optional(),
});

/** Opens one stream. It is a secret until it is used or has expired. */
export const streamTicketSchema = z.strictObject({
  ticket: z.string().min(1).max(200),
  expiresAt: z.iso.datetime(),
});

export const eventsPageSchema = z.strictObject({
  events: z.array(operationEventSchema),
  /** Pass it as `after` to go on. */
  lastSeq: z.int(),
});

/** RFC 9457 problem+json with our code. */
export const problemSchema = z.object({
  type: z.string(),
  title: z.string(),
  status: z.int(),
  detail: z.string(),
  code: z.string(),
  details: jsonObjectSchema.optional(),
  retryable: z.boolean(),
  instance: z.string().optional(),
});

export type CreateProjectRequest = z.infer<typeof createProjectRequestSchema>;
export type EnvironmentView = z.infer<typeof environmentViewSchema>;
export type ProjectView = z.infer<typeof projectViewSchema>;
export type ChatRequest = z.infer<typeof chatRequestSchema>;
export type ChatResponse = z.infer<typeof chatResponseSchema>;
export type BlueprintView = z.infer<typeof blueprintViewSchema>;
export type BlueprintDetail = z.infer<typeof blueprintDetailSchema>;
export type BlueprintSummary = z.infer<typeof blueprintSummarySchema>;
export type ApproveRequest = z.infer<typeof approveRequestSchema>;
export type BuildRequest = z.infer<typeof buildRequestSchema>;
export type BuildResponse = z.infer<typeof buildResponseSchema>;
export type StepView = z.infer<typeof stepViewSchema>;
export type OperationView = z.infer<typeof operationViewSchema>;
export type OperationSummary = z.infer<typeof operationSummarySchema>;
export type StartOperationRequest = z.infer<typeof startOperationRequestSchema>;
export type TreeView = z.infer<typeof treeViewSchema>;
export type TreeInputView = z.infer<typeof treeInputViewSchema>;
export type RerunRequest = z.infer<typeof rerunRequestSchema>;
export type DecisionRequest = z.infer<typeof decisionRequestSchema>;
export type EventsPage = z.infer<typeof eventsPageSchema>;
export type StreamTicket = z.infer<typeof streamTicketSchema>;
export type Problem = z.infer<typeof problemSchema>;
