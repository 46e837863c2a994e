import { stepKeySchema } from '@orchard-studio/core';
import { z } from 'zod';
import { BUILT_IN_KEYS } from './built-in-steps.ts';
import { timeoutSchema } from './duration.ts';
import { INPUT_KEYS, inputSchema } from './input-schema.ts';
import { strategySchema } from './matrix-schema.ts';
import { RETRY_KEYS, retrySchema, STEP_KEYS, stepSchema } from './step-schema.ts';
import { envSchema, plainText, scalarText } from './texts.ts';

const concurrencySchema = z.strictObject({
  /** Operations with the same group run one at a time. */
  group: z.string().min(1).max(200),
  'on-conflict': z.enum(['queue', 'cancel-running', 'reject']).optional(),
});

const defaultsSchema = z.strictObject({
  retry: retrySchema.optional(),
  timeout: timeoutSchema.optional(),
  pool: plainText(100).optional(),
  env: envSchema.optional(),
});

/** The tree file, as written by people. */
export const treeSchema = z.strictObject({
  version: z.literal(1, 'must be 1'),
  name: plainText(200),
  description: z.string().max(2_000).optional(),
  inputs: z.record(stepKeySchema, inputSchema).optional(),
  concurrency: concurrencySchema.optional(),
  defaults: defaultsSchema.optional(),
  /** Attempts at once. */
  'max-parallel': z.int().min(1).max(1_000).optional(),
  /** Whether one failed step ends the others. Default false. */
  'fail-fast': z.boolean().optional(),
  steps: z.record(stepKeySchema, stepSchema).refine((steps) => Object.keys(steps).length > 0, {
    error: 'must hold at least one step',
  }),
  /** Steps that run after all others, whatever became of them. */
  finally: z.record(stepKeySchema, stepSchema).optional(),
  /** What the operation puts out. */
  outputs: z.record(stepKeySchema, scalarText).optional(),
});

export type Tree = z.infer<typeof treeSchema>;
export type TreeStep = Tree['steps'][string];
export type TreeInput = NonNullable<Tree['inputs']>[string];

const KEYS_BY_NAME: ReadonlyMap<string, readonly string[]> = new Map([
  ['retry', RETRY_KEYS],
  ['strategy', Object.keys(strategySchema.shape)],
  ['concurrency', Object.keys(concurrencySchema.shape)],
  ['defaults', Object.keys(defaultsSchema.shape)],
]);

/**
 * The keys a map of a tree may have, for "did you mean".
 *
 * @param uses - what the step around it uses, when there is one.
 */
export function knownKeys(path: readonly PropertyKey[], uses: unknown): readonly string[] {
  const [section] = path;
  const last = String(path.at(-1));
  if (path.length === 0) return Object.keys(treeSchema.shape);
  if (path.length === 2) {
    if (section === 'inputs') return INPUT_KEYS;
    if (section === 'steps' || section === 'finally') return STEP_KEYS;
  }
  if (last === 'with' && typeof uses === 'string') return BUILT_IN_KEYS.get(uses) ?? [];
  return KEYS_BY_NAME.get(last) ?? [];
}
