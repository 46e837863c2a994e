import { z } from 'zod';
import { jsonValueSchema } from '../json.ts';

export const blueprintActorSchema = z.enum(['user', 'architect', 'system', 'import']);

/** What an operation does at its path. */
export const blueprintOpSchema = z.enum(['add', 'set', 'remove', 'move', 'link', 'unlink', 'status']);

/**
 * Address of a value: keys of objects and ids of list items, joined by `/`.
 * `/sections/dataModel/entities/ent_…/name`. Never an array index, so a path stays true when a list changes.
 */
export const blueprintPathSchema = z
  .string()
  .max(500)
  .regex(/^(\/[A-Za-z0-9_]{1,64})+$/, 'is not a Blueprint path');

/** What a proposer hands in; the engine adds id, revision, actor and cause. */
export const blueprintChangeSchema = z.strictObject({
  op: blueprintOpSchema,
  path: blueprintPathSchema,
  /**
   * add: the item. set: the new value. status: the new status. link/unlink: the value of a list of plain values.
   * move: id of the item it shall stand before, null for the end. remove: left out.
   */
  value: jsonValueSchema.optional(),
});

/** One applied change of a Blueprint. The log of these is the truth; the Blueprint is their fold. */
export const blueprintOperationSchema = z.strictObject({
  id: z.string(),
  /** Revision this operation is part of; operations of one turn share it. */
  revision: z.int().min(1),
  actor: blueprintActorSchema,
  /** What led to it: exactly one of the three. */
  cause: z.strictObject({
    messageId: z.string().optional(),
    answerId: z.string().optional(),
    editId: z.string().optional(),
  }),
  op: blueprintOpSchema,
  path: blueprintPathSchema,
  value: jsonValueSchema.optional(),
  /**
   * What it replaced, so that it can be inverted. set/status: the old value. remove: the item.
   * move, remove: `before` is the id of the item that followed it, null for none.
   */
  previous: jsonValueSchema.optional(),
  before: z.string().nullable().optional(),
});

export type BlueprintActor = z.infer<typeof blueprintActorSchema>;
export type BlueprintOp = z.infer<typeof blueprintOpSchema>;
export type BlueprintChange = z.infer<typeof blueprintChangeSchema>;
export type BlueprintOperation = z.infer<typeof blueprintOperationSchema>;
