import { z } from 'zod';
import { operationIdSchema } from '../ids.ts';
import { jsonObjectSchema } from '../json.ts';
import { phaseSchema, stepIdSchema } from './plan.ts';

export const operationEventTypeSchema = z.enum([
  'phase',
  'progress',
  'artifact',
  'error',
  'complete',
  'operation',
  'step',
  'log',
  'approval',
  'cancel',
]);

/** Status words of the wire format. */
export const eventStatusSchema = z.enum([
  'queued',
  'in_progress',
  'waiting',
  'retrying',
  'complete',
  'failed',
  'skipped',
  'cancelled',
]);

/** What a writer hands in; the store gives it `seq` and `operationId` in commit order. */
export const newOperationEventSchema = z.strictObject({
  type: operationEventTypeSchema,
  timestamp: z.iso.datetime(),
  phase: phaseSchema.optional(),
  status: eventStatusSchema.optional(),
  message: z.string().optional(),
  /** 0 to 1, of the step for step events, of the operation for operation events. */
  progress: z.number().min(0).max(1).optional(),
  step: stepIdSchema.optional(),
  attempt: z.int().optional(),
  epoch: z.int().optional(),
  /** On the last `complete` event: where the result can be seen. */
  url: z.string().optional(),
  data: jsonObjectSchema.optional(),
});

/** One line of an operation's log. `seq` is 1, 2, 3 … without gaps, in commit order. */
export const operationEventSchema = z.strictObject({
  v: z.literal(1),
  operationId: operationIdSchema,
  seq: z.int().min(1),
  ...newOperationEventSchema.shape,
});

export type OperationEventType = z.infer<typeof operationEventTypeSchema>;
export type EventStatus = z.infer<typeof eventStatusSchema>;
export type NewOperationEvent = z.infer<typeof newOperationEventSchema>;
export type OperationEvent = z.infer<typeof operationEventSchema>;
