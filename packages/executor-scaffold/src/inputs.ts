import { appTargetSchema, blueprintSchema, slugSchema } from '@orchard-studio/core';
import { z } from 'zod';

const MAX_SPEC = 2_000_000;

/** What the builder reads from the inputs of the operation. Other inputs are left alone. */
export const scaffoldInputsSchema = z.object({
  blueprint: blueprintSchema,
  spec: z.string().max(MAX_SPEC),
  projectSlug: slugSchema,
  projectName: z.string().min(1).max(200),
  /** What the app is to run on. Default: the executor's own. */
  target: appTargetSchema.optional(),
});

/** `with` of a step that uses the builder. */
export const scaffoldWithSchema = z.object({ task: z.enum(['spec', 'design', 'implement', 'test']) });

export type ScaffoldTask = z.infer<typeof scaffoldWithSchema>['task'];
