import { createProjectRequestSchema, environmentNameSchema, projectIdSchema } from '@orchard-studio/core';
import { z } from 'zod';
import { type Route, route } from '../route.ts';
import { json, nothing, project } from './shared.ts';

const environment = z.object({ id: projectIdSchema, name: environmentNameSchema });

export const projectRoutes: readonly Route[] = [
  route({
    method: 'POST',
    path: '/projects',
    action: 'project:create',
    summary: 'Make a project.',
    params: nothing,
    query: nothing,
    body: createProjectRequestSchema,
    handle: async ({ orchard, principal, body }) =>
      json(await orchard.projects.create({ tenantId: principal.tenantId, ...body }), 201),
  }),
  route({
    method: 'GET',
    path: '/projects',
    action: 'project:list',
    summary: 'List projects, newest first.',
    params: nothing,
    query: nothing,
    body: nothing,
    handle: async ({ orchard, principal }) =>
      json({ projects: await orchard.projects.list({ tenantId: principal.tenantId }) }),
  }),
  route({
    method: 'GET',
    path: '/projects/:id',
    action: 'project:read',
    summary: 'Read a project with its environments.',
    params: project,
    query: nothing,
    body: nothing,
    handle: async ({ orchard, principal, params }) =>
      json(await orchard.projects.get({ tenantId: principal.tenantId, projectId: params.id })),
  }),
  route({
    method: 'GET',
    path: '/projects/:id/environments/:name/logs',
    action: 'environment:read',
    summary: 'The latest lines the app wrote.',
    params: environment,
    query: z.object({ limit: z.coerce.number().int().min(1).max(2_000).default(200) }),
    body: nothing,
    handle: async ({ orchard, principal, params, query }) => {
      const key = { tenantId: principal.tenantId, projectId: params.id, environment: params.name };
      return json({ lines: await orchard.projects.logs({ ...key, limit: query.limit }) });
    },
  }),
];
