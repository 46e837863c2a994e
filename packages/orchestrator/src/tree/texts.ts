import { z } from 'zod';
import { mentionsExpression } from '../expression/template.ts';

/** A short text in which expressions have no meaning. */
export const plainText = (max: number) =>
  z
    .string()
    .min(1)
    .max(max)
    .refine((text) => !mentionsExpression(text), {
      error: 'is plain text: expressions are not filled in here',
    });

/** What YAML writes without quotes, as text: `CI: true` is the text "true". */
export const scalarText = z
  .union([z.string(), z.number(), z.boolean()], { error: 'must be a text, a number, true or false' })
  .transform(String);

/** A value, or a text with an expression that gives it. */
export const orExpression = <Schema extends z.ZodType>(schema: Schema, error: string) =>
  z.union([z.string().refine(mentionsExpression, { abort: true }), schema], { error });

/** Variables of a process. */
export const envSchema = z.record(
  z.string().regex(/^[A-Za-z_][A-Za-z0-9_]*$/, 'is not the name of a variable'),
  scalarText,
);
