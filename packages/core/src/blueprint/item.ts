import { z } from 'zod';
import { idSchema } from '../ids.ts';

/** Longest text of one Blueprint value, in characters. */
export const MAX_TEXT = 4_000;
/** Longest name of an entity, field, route …, in characters. */
export const MAX_NAME = 200;
/** Most items in one list. */
export const MAX_ITEMS = 500;

export const nameSchema = z.string().trim().min(1, 'must not be empty').max(MAX_NAME);
export const textSchema = z.string().max(MAX_TEXT);

export const itemStatusSchema = z.enum(['proposed', 'confirmed', 'rejected']);

/** Who an item comes from. Picked from a list is `user_selected`, never `user_stated`. */
export const originSchema = z.enum([
  'user_stated',
  'user_selected',
  'user_confirmed',
  'reference',
  'template',
  'inferred',
  'assumed',
]);

/** What an item was made from: a span of a message, an answer, or a reference. */
export const sourceSchema = z.strictObject({
  kind: z.enum(['message', 'answer', 'reference', 'edit']),
  /** Id of the turn, question or reference. */
  id: z.string().max(80),
  /** The user's own words; empty when there are none. */
  quote: z.string().max(500),
});

/** Fields that every item of a Blueprint carries. */
export const itemFields = {
  id: idSchema,
  status: itemStatusSchema,
  origin: originSchema,
  sources: z.array(sourceSchema).max(20),
  /** 0 (a guess) to 1 (certain). */
  confidence: z.number().min(0).max(1),
  /** A locked item is changed by people only. */
  locked: z.boolean(),
};

/** A section's coverage. `not_applicable` is a person's decision. */
export const coverageSchema = z.enum(['missing', 'partial', 'complete', 'not_applicable']);

export type ItemStatus = z.infer<typeof itemStatusSchema>;
export type Origin = z.infer<typeof originSchema>;
export type Source = z.infer<typeof sourceSchema>;
export type Coverage = z.infer<typeof coverageSchema>;
export type ItemFields = z.infer<z.ZodObject<typeof itemFields>>;
