import { z } from 'zod';
import { blueprintIdSchema, featureIdSchema, projectIdSchema } from '../ids.ts';
import { slugSchema } from './project.ts';

/** The ten forward-only phases of a Feature's life. */
export const lifecyclePhaseSchema = z.enum([
  'draft',
  'specified',
  'planned',
  'ready',
  'implementation',
  'review',
  'audit',
  'qa',
  'merge',
  'released',
]);

/** What a Blueprint becomes once a person has approved it: the unit that is built. */
export const featureSchema = z.strictObject({
  id: featureIdSchema,
  projectId: projectIdSchema,
  slug: slugSchema,
  title: z.string(),
  blueprintId: blueprintIdSchema,
  blueprintRevision: z.int(),
  phase: lifecyclePhaseSchema,
  /** spec.md as it was approved. */
  spec: z.string(),
  createdAt: z.iso.datetime(),
});

export type LifecyclePhase = z.infer<typeof lifecyclePhaseSchema>;
export type Feature = z.infer<typeof featureSchema>;
