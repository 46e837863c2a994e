import {
  approveRequestSchema,
  blueprintIdSchema,
  buildRequestSchema,
  chatRequestSchema,
  projectIdSchema,
  turnIdSchema,
} from '@orchard-studio/core';
import { z } from 'zod';
import { liveResponse } from '../live-response.ts';
import { type Route, type RouteContext, route } from '../route.ts';
import { json, nothing, project } from './shared.ts';

const wantsStream = (request: Request): boolean =>
  /\btext\/event-stream\b/.test(request.headers.get('accept') ?? '');

const blueprint = z.object({ id: projectIdSchema, bid: blueprintIdSchema });
const turn = blueprint.extend({ tid: turnIdSchema });
const cursor = z.coerce.number().int().min(0).catch(0);

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
    summary:
      'Send a message or answers to the Architect; with `Accept: text/event-stream` the reply as it is said.',
    params: project,
    query: nothing,
    body: chatRequestSchema,
    handle: async ({ orchard, principal, params, body, request, access }) => {
      const key = { tenantId: principal.tenantId, projectId: params.id };
      const live = await orchard.turns.send({ ...body, ...key, by: principal.userId });
      if (!wantsStream(request)) return json(await live.response);
      const about = { turnId: live.id, blueprintId: live.blueprintId };
      const { ended } = await orchard.turns.watch({ ...key, ...about });
      return liveResponse((sink) => orchard.streams.turn(sink, { ...about, live, after: 0, ended }, access));
    },
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
  route({
    method: 'GET',
    path: '/projects/:id/blueprints/:bid/turns/:tid/stream',
    action: 'blueprint:read',
    summary: 'What a turn says, as it is said, and what it comes to (SSE).',
    params: turn,
    query: nothing,
    body: nothing,
    handle: async (context) => {
      const { orchard, params, request, access } = context;
      const turnId = params.tid;
      const watched = await orchard.turns.watch({ ...keyOf(context), turnId });
      const after = cursor.parse(request.headers.get('last-event-id') ?? 0);
      const start = { turnId, blueprintId: params.bid, after, ...watched };
      return liveResponse((sink) => orchard.streams.turn(sink, start, access));
    },
  }),
  route({
    method: 'POST',
    path: '/projects/:id/blueprints/:bid/turns/:tid/cancel',
    action: 'blueprint:chat',
    summary: 'Stop a turn; its message stays.',
    params: turn,
    query: nothing,
    body: nothing,
    handle: async (context) => {
      await context.orchard.turns.cancel({ ...keyOf(context), turnId: context.params.tid });
      return new Response(null, { status: 204 });
    },
  }),
];
