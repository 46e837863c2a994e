import { blobHashSchema, operationIdSchema, projectIdSchema } from '@orchard-studio/core';
import { z } from 'zod';
import { type Route, route } from '../route.ts';
import { nothing } from './shared.ts';

const artifact = z.object({
  oid: operationIdSchema,
  id: projectIdSchema.optional(),
  hash: blobHashSchema,
});

/** What a step has written is data: no browser shows it, none guesses what it may be. */
const headersOf = (hash: string): Readonly<Record<string, string>> => ({
  'content-type': 'application/json',
  'content-disposition': `attachment; filename="${hash}.json"`,
  'x-content-type-options': 'nosniff',
  'cache-control': 'no-store',
});

const artifactRoute = (prefix: string): Route =>
  route({
    method: 'GET',
    path: `${prefix}/:oid/artifacts/:hash`,
    action: 'operation:read',
    summary: 'A large output of a step, as JSON.',
    params: artifact,
    query: nothing,
    body: nothing,
    handle: async ({ orchard, principal, params }) => {
      const { oid: operationId, id: projectId, hash } = params;
      const { tenantId } = principal;
      const bytes = await orchard.artifacts.read({ tenantId, operationId, projectId, hash });
      return new Response(Uint8Array.from(bytes), { headers: headersOf(hash) });
    },
  });

export const artifactRoutes: readonly Route[] = [
  artifactRoute('/operations'),
  artifactRoute('/projects/:id/operations'),
];
