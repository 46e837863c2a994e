import {
  approveRequestSchema,
  blueprintIdSchema,
  buildRequestSchema,
  chatRequestSchema,
  projectIdSchema,
} from '@orchard-studio/core';
import { z } from 'zod';
import { type Route, type RouteContext, route } from '../route.ts';
import { json, nothing, project } from './shared.ts';

const blueprint = z.object({ id: projectIdSchema, bid: blueprintIdSchema });

type BlueprintContext<Body> = RouteContext<z.infer<typeof blueprint>, unknown, Body>;
const keyOf = ({ principal, params }: BlueprintContext<unknown>) => ({
  tenantId: principal.tenantId,
  projectId: params.id,
  blueprintId: params.bid,
});

export const blueprintRoutes: readonly Route[] = [
  route({
    method: 'POST',
    path: '/projects/:id/blueprint/chat',
    action: 'blueprint:chat',
    summary: 'Send a message or answers to the Architect.',
    params: project,
    query: nothing,
    body: chatRequestSchema,
    handle: async ({ orchard, principal, params, body }) =>
      json(
        await orchard.blueprints.chat({
          ...body,
          tenantId: principal.tenantId,
          projectId: params.id,
          by: principal.userId,
        }),
      ),
  }),
  route({
    method: 'GET',
    path: '/projects/:id/blueprints',
    action: 'blueprint:read',
    summary: 'List Blueprints, newest first.',
    params: project,
    query: nothing,
    body: nothing,
    handle: async ({ orchard, principal, params }) =>
      json({
        blueprints: await orchard.blueprints.list({ tenantId: principal.tenantId, projectId: params.id }),
      }),
  }),
  route({
    method: 'GET',
    path: '/projects/:id/blueprints/:bid',
    action: 'blueprint:read',
    summary: 'Read a Blueprint with its turns and readiness.',
    params: blueprint,
    query: nothing,
    body: nothing,
    handle: async (context) => json(await context.orchard.blueprints.get(keyOf(context))),
  }),
  route({
    method: 'DELETE',
    path: '/projects/:id/blueprints/:bid',
    action: 'blueprint:delete',
    summary: 'Delete a Blueprint with everything it holds.',
    params: blueprint,
    query: nothing,
    body: nothing,
    handle: async (context) => {
      await context.orchard.blueprints.remove(keyOf(context));
      return new Response(null, { status: 204 });
    },
  }),
  route({
    method: 'POST',
    path: '/projects/:id/blueprints/:bid/approve',
    action: 'blueprint:approve',
    summary: 'Approve exactly one revision.',
    params: blueprint,
    query: nothing,
    body: approveRequestSchema,
    handle: async (context) =>
      json(
        await context.orchard.blueprints.approve({
          ...keyOf(context),
          ...context.body,
          by: context.principal.userId,
        }),
      ),
  }),
  route({
    method: 'POST',
    path: '/projects/:id/blueprints/:bid/build',
    action: 'blueprint:build',
    summary: 'Build the approved revision.',
    params: blueprint,
    query: nothing,
    body: buildRequestSchema,
    handle: async (context) =>
      json(await context.orchard.blueprints.build({ ...keyOf(context), ...context.body }), 202),
  }),
  route({
    method: 'GET',
    path: '/projects/:id/blueprints/:bid/spec.md',
    action: 'blueprint:read',
    summary: 'The specification as Markdown.',
    params: blueprint,
    query: nothing,
    body: nothing,
    handle: async (context) =>
      new Response(await context.orchard.blueprints.spec(keyOf(context)), {
        headers: {
          'content-type': 'text/markdown; charset=utf-8',
          'x-content-type-options': 'nosniff',
          'cache-control': 'no-store',
        },
      }),
  }),
];
