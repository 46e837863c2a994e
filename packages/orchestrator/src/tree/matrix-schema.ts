import { jsonObjectSchema, jsonValueSchema, stepKeySchema } from '@orchard-studio/core';
import { z } from 'zod';
import { soleExpression } from '../expression/template.ts';

function isSole(text: string): boolean {
  try {
    return soleExpression(text) !== undefined;
  } catch {
    return false;
  }
}

const expression = z
  .string()
  .refine(isSole, { error: `must be one expression, "\${{ … }}", when it is a text` });

const entries = z.union([expression, z.array(jsonObjectSchema)], {
  error: 'must be a list of maps, or one expression that gives it',
});

const list = z.union([expression, z.array(jsonValueSchema).max(256)], {
  error: 'must be a list of at most 256 values, or one expression that gives it',
});

const byName = z
  .object({ include: entries.optional(), exclude: entries.optional() })
  .catchall(list)
  .superRefine((matrix, context) => {
    for (const name of Object.keys(matrix)) {
      if (stepKeySchema.safeParse(name).success) continue;
      context.addIssue({ code: 'custom', path: [name], message: 'is not a name: letters, digits, _ and -' });
    }
    if (Object.keys(matrix).length === 0) context.addIssue({ code: 'custom', message: 'must not be empty' });
  });

/** `strategy.matrix`: lists by name with `include` and `exclude` among them, or one expression that gives them. */
const treeMatrixSchema = z.union([expression, byName], {
  error: 'must be a map of lists, or one expression that gives it',
});

export const strategySchema = z.strictObject({
  matrix: treeMatrixSchema,
  'max-parallel': z.int().min(1).max(1_000).optional(),
  'fail-fast': z.boolean().optional(),
});

export type TreeStrategy = z.infer<typeof strategySchema>;
