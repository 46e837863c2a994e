import { z } from 'zod';
import { projectIdSchema, tenantIdSchema } from '../ids.ts';

/** A slug is a DNS label: it names the project in hosts and folders. */
export const slugSchema = z.string().regex(/^[a-z0-9](?:[a-z0-9-]{0,38}[a-z0-9])?$/, 'is not a slug');

export const environmentNameSchema = z.enum(['staging', 'production']);

/** What is known of a running environment: none (never deployed), deploying, healthy, unhealthy, stopped. */
export const environmentStatusSchema = z.enum(['none', 'deploying', 'healthy', 'unhealthy', 'stopped']);

/** One place a project runs in. Production stays disabled until the first publish. */
export const environmentSchema = z.strictObject({
  projectId: projectIdSchema,
  name: environmentNameSchema,
  enabled: z.boolean(),
  status: environmentStatusSchema,
  /** Public address, null before the first deployment. */
  url: z.string().nullable(),
  /** Address on the loopback interface, for clients that do not resolve the name in `url`. */
  directUrl: z.string().nullable(),
  /** Release (commit) that runs there. */
  deployedRelease: z.string().nullable(),
  deployedAt: z.iso.datetime().nullable(),
});

export const projectSchema = z.strictObject({
  id: projectIdSchema,
  tenantId: tenantIdSchema,
  /** The host's own id for it. */
  externalId: z.string().max(200).nullable(),
  name: z.string().trim().min(1, 'must not be empty').max(120),
  slug: slugSchema,
  createdAt: z.iso.datetime(),
});

export type EnvironmentName = z.infer<typeof environmentNameSchema>;
export type EnvironmentStatus = z.infer<typeof environmentStatusSchema>;
export type Environment = z.infer<typeof environmentSchema>;
export type Project = z.infer<typeof projectSchema>;

/**
 * A slug made from a name: ASCII letters and digits joined by hyphens, `app` when nothing is left.
 *
 * @example slugify('Cool Project!') // 'cool-project'
 */
export function slugify(name: string): string {
  const slug = name
    .normalize('NFKD')
    .replaceAll('ß', 'ss')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .slice(0, 40)
    .replace(/^-+|-+$/g, '');
  return slug === '' ? 'app' : slug;
}
