import { jsonObjectSchema, phaseSchema, stepKeySchema } from '@orchard-studio/core';
import { z } from 'zod';
import { messageOf } from '../expression/fault.ts';
import { mentionsExpression, soleExpression } from '../expression/template.ts';
import { backoffSchema, timeoutSchema } from './duration.ts';
import { strategySchema } from './matrix-schema.ts';
import { envSchema, plainText, scalarText } from './texts.ts';

export const retrySchema = z.strictObject({
  max: z.int().min(0).max(20),
  on: z
    .array(z.string().regex(/^[A-Z][A-Z0-9_]{0,63}$/, 'must be the code of an error, such as TIMEOUT'))
    .min(1)
    .max(50)
    .optional(),
  backoff: backoffSchema.optional(),
});

/** `if`: one expression, with or without `${{ }}`. Parsed to its source. */
const conditionSchema = z
  .union([z.string(), z.boolean()], { error: 'must be an expression' })
  .transform((given, context) => {
    const text = String(given).trim();
    try {
      if (!mentionsExpression(text)) return text;
      const source = soleExpression(text);
      if (source !== undefined) return source;
      context.addIssue({
        code: 'custom',
        message: `must be one expression: write the whole condition within one pair of "\${{ }}", or without them`,
      });
    } catch (error) {
      context.addIssue({ code: 'custom', message: messageOf(error) });
    }
    return z.NEVER;
  });

const stepFields = {
  name: plainText(200).optional(),
  phase: phaseSchema.optional(),
  needs: z
    .union([stepKeySchema.transform((key) => [key]), z.array(stepKeySchema).max(1_000)], {
      error: 'must be the key of a step, or a list of keys',
    })
    .optional(),
  if: conditionSchema.optional(),
  /** Name of a registered executor; or `approval`, `wait` or `tree`. */
  uses: plainText(200).optional(),
  /** Shell command; the same as `uses: shell` with the command. */
  run: z.string().min(1).max(20_000).optional(),
  with: jsonObjectSchema.optional(),
  env: envSchema.optional(),
  outputs: z.record(stepKeySchema, scalarText).optional(),
  strategy: strategySchema.optional(),
  retry: retrySchema.optional(),
  timeout: timeoutSchema.optional(),
  'continue-on-error': z.boolean().optional(),
  /** Whether a retry goes on from the checkpoint of the attempt that failed. Default true. */
  checkpoint: z.boolean().optional(),
  weight: z.number().positive().max(1_000).optional(),
  pool: plainText(100).optional(),
};

const baseSchema = z.strictObject(stepFields);
type Fields = z.infer<typeof baseSchema>;
type Refinement = z.core.$RefinementCtx<Fields>;

/** A value in the text of a command could be read as more commands, so it goes through a variable. */
function checkCommand(step: Fields, context: Refinement): void {
  const inWith = step.uses === 'shell' ? step.with?.command : undefined;
  const [command, path] = step.run === undefined ? [inWith, ['with', 'command']] : [step.run, ['run']];
  if (typeof command !== 'string' || !mentionsExpression(command)) return;
  const [, used = '…'] = /\$\{\{\s*(.{1,80}?)\s*\}\}/s.exec(command) ?? [];
  context.addIssue({
    code: 'custom',
    path,
    message: `must not hold "\${{": put the value into a variable, env: { VALUE: "\${{ ${used} }}" }, and use "$VALUE"`,
  });
}

export const stepSchema = baseSchema.superRefine((step, context) => {
  if ((step.uses === undefined) === (step.run === undefined))
    context.addIssue({ code: 'custom', message: 'needs exactly one of `uses` and `run`' });
  checkCommand(step, context);
});

export const STEP_KEYS: readonly string[] = Object.keys(stepFields);
export const RETRY_KEYS: readonly string[] = Object.keys(retrySchema.shape);
