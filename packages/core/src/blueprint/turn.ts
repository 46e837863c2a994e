import { z } from 'zod';
import { blueprintIdSchema, idSchema, turnIdSchema } from '../ids.ts';
import { textSchema } from './item.ts';

/** Longest message of a user, in characters. */
export const MAX_MESSAGE = 20_000;

/** One answer of the user to one question. Exactly what was given; skip is not "you decide". */
export const answerInputSchema = z.strictObject({
  questionId: idSchema,
  optionIds: z.array(idSchema).max(20).optional(),
  text: textSchema.optional(),
  /** Leaves the question open as debt. */
  skip: z.boolean().optional(),
  /** "You decide": becomes an assumption. */
  delegate: z.boolean().optional(),
});

/** Who worded the reply: the guided interviewer (no model), or a model. */
export const turnModeSchema = z.enum(['guided', 'model']);

/** Tokens of a turn, as the model's vendor counts them. */
export const turnUsageSchema = z.strictObject({
  /** All that were read, those from a cache included. */
  inputTokens: z.int().min(0),
  outputTokens: z.int().min(0),
  cacheReadTokens: z.int().min(0),
  cacheWriteTokens: z.int().min(0),
});

/** One user message, the Architect's reply and the revision it led to. */
export const turnSchema = z.strictObject({
  id: turnIdSchema,
  blueprintId: blueprintIdSchema,
  /** 1, 2, 3 … within the Blueprint. */
  seq: z.int().min(1),
  status: z.enum(['running', 'complete', 'failed', 'cancelled']),
  message: z.string().max(MAX_MESSAGE),
  answers: z.array(answerInputSchema).max(50),
  /** Empty while running. */
  reply: z.string(),
  mode: turnModeSchema,
  /** The model that answered, as its vendor names it; null without one. */
  model: z.string().max(200).nullable(),
  /** Null when no model was asked. */
  usage: turnUsageSchema.nullable(),
  /** Revision the turn started on, and the one it ended with (equal when nothing changed). */
  baseRevision: z.int().min(0),
  revision: z.int().min(0),
  startedAt: z.iso.datetime(),
  finishedAt: z.iso.datetime().nullable(),
});

export type AnswerInput = z.infer<typeof answerInputSchema>;
export type TurnUsage = z.infer<typeof turnUsageSchema>;
export type TurnMode = z.infer<typeof turnModeSchema>;
export type Turn = z.infer<typeof turnSchema>;
