import { z } from 'zod';

/** What a built app runs on: `node` (Node built-ins only) or `next` (Next.js). */
export const appTargetSchema = z.enum(['node', 'next']);

/** A folder of files that apps are composed of, as a host shows it. */
export const templateViewSchema = z.strictObject({
  name: z.string(),
  title: z.string(),
  description: z.string(),
  targets: z.array(appTargetSchema),
  /** Names of the templates it needs. */
  requires: z.array(z.string()),
});

/** Something that was asked for and is not in the app. */
export const buildGapSchema = z.object({ kind: z.string(), title: z.string(), reason: z.string() });

/**
 * A file that a person and the builder both changed, so that one of the two versions was set aside. The other one is
 * kept in `.orchard/conflicts/<path>` of the project's repository until somebody removes it there.
 */
export const mergeConflictSchema = z.object({
  path: z.string(),
  reason: z.string(),
  /** Lines of the file that are concerned, counted from 1; empty when it is the file as a whole. */
  lines: z.array(z.strictObject({ from: z.int().min(1), to: z.int().min(1) })),
});

export type AppTarget = z.infer<typeof appTargetSchema>;
export type TemplateView = z.infer<typeof templateViewSchema>;
export type BuildGap = z.infer<typeof buildGapSchema>;
export type MergeConflict = z.infer<typeof mergeConflictSchema>;

/** What the outputs of a step tell about the app, as far as they have the expected shapes. */
export interface BuildReport {
  readonly gaps?: BuildGap[] | undefined;
  readonly conflicts?: MergeConflict[] | undefined;
}

const outputsSchema = z.object({
  gaps: z.array(buildGapSchema).optional().catch(undefined),
  conflicts: z.array(mergeConflictSchema).optional().catch(undefined),
});

/**
 * Reads `gaps` and `conflicts` out of a step's outputs. Any executor may give them; what has another shape is left out.
 *
 * @example readBuildReport({ gaps: [{ kind: 'endpoint', title: 'POST /pay', reason: 'No rule for it.' }] }).gaps
 */
export function readBuildReport(outputs: unknown): BuildReport {
  const { gaps, conflicts } = outputsSchema.safeParse(outputs).data ?? {};
  return {
    ...(gaps === undefined ? {} : { gaps }),
    ...(conflicts === undefined ? {} : { conflicts }),
  };
}
