import { jsonObjectSchema } from '@orchard-studio/core';
import { z } from 'zod';
import { durationSchema } from './duration.ts';
import { orExpression } from './texts.ts';

const approvalSchema = z.strictObject({
  /** What the person is asked. Default: the name of the step. */
  message: z.string().min(1).max(2_000).optional(),
  /** Who may decide; the host gives the names their meaning. Default: whoever may cancel the operation. */
  approvers: orExpression(
    z.array(z.string().min(1)).min(1),
    'must be a list of names, or an expression that gives one',
  ).optional(),
});

const TIME = 'must be a time such as 2030-01-31T09:00:00Z, or an expression';

const waitSchema = z
  .strictObject({
    for: orExpression(
      durationSchema,
      'must be a duration of at most 168h, such as 500ms, 30s, 10m or 2h, or an expression',
    ).optional(),
    until: orExpression(z.iso.datetime({ offset: true, error: TIME }), TIME).optional(),
  })
  .refine((given) => (given.for === undefined) !== (given.until === undefined), {
    error: 'needs exactly one of `for` and `until`',
  });

const treeSchema = z.strictObject({
  /** Name of a registered tree. */
  tree: z.string().min(1).max(200),
  inputs: orExpression(
    jsonObjectSchema,
    'must be a map of inputs, or an expression that gives one',
  ).optional(),
});

/** What `with` may hold for the kinds of steps that run without an executor. */
export const BUILT_IN_STEPS: ReadonlyMap<string, z.ZodType> = new Map<string, z.ZodType>([
  ['approval', approvalSchema],
  ['wait', waitSchema],
  ['tree', treeSchema],
]);

/** Names known in their `with`, for "did you mean". */
export const BUILT_IN_KEYS: ReadonlyMap<string, readonly string[]> = new Map([
  ['approval', Object.keys(approvalSchema.shape)],
  ['wait', Object.keys(waitSchema.shape)],
  ['tree', Object.keys(treeSchema.shape)],
]);
