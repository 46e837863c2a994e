import { isOperationEnd, operationIdSchema, projectIdSchema } from '@orchard-studio/core';
import { z } from 'zod';
import { type Route, type RouteContext, route } from '../route.ts';
import { eventStream } from '../sse.ts';
import { json, nothing, project } from './shared.ts';

const operation = z.object({ oid: operationIdSchema, id: projectIdSchema.optional() });
const cursor = z.coerce.number().int().min(0).max(Number.MAX_SAFE_INTEGER).catch(0);
const eventsQuery = z.object({
  after: cursor.default(0),
  limit: z.coerce.number().int().min(1).max(5_000).default(1_000),
});
const streamQuery = z.object({ after: cursor.optional() });

type OperationContext<Query> = RouteContext<z.infer<typeof operation>, Query, unknown>;
const operationKey = ({ principal, params }: OperationContext<unknown>) => ({
  tenantId: principal.tenantId,
  operationId: params.oid,
  projectId: params.id,
});

async function stream(context: OperationContext<z.infer<typeof streamQuery>>): Promise<Response> {
  const { orchard, request, query } = context;
  const key = operationKey(context);
  const { status, lastSeq } = await orchard.operations.get(key);
  const wanted = cursor.parse(request.headers.get('last-event-id') ?? query.after ?? 0);
  // A browser reconnects for ever unless it is told that nothing will come: 204 is that answer.
  if (isOperationEnd(status) && wanted === lastSeq) return new Response(null, { status: 204 });
  const reset = wanted > lastSeq;
  const abort = new AbortController();
  request.signal.addEventListener('abort', () => abort.abort(request.signal.reason), { once: true });
  const events = orchard.operations.stream({ ...key, after: reset ? 0 : wanted, signal: abort.signal });
  return eventStream({ events, abort, reset, heartbeatMs: context.stream.heartbeatMs, random: Math.random });
}

/** Each operation route stands alone and below its project. */
function routesBelow(prefix: string): readonly Route[] {
  const params = operation;
  return [
    route({
      method: 'GET',
      path: `${prefix}/:oid`,
      action: 'operation:read',
      summary: 'Read an operation with its steps.',
      params,
      query: nothing,
      body: nothing,
      handle: async (context) => json(await context.orchard.operations.get(operationKey(context))),
    }),
    route({
      method: 'GET',
      path: `${prefix}/:oid/events`,
      action: 'operation:read',
      summary: 'Events after a cursor.',
      params,
      query: eventsQuery,
      body: nothing,
      handle: async (context) =>
        json(await context.orchard.operations.events({ ...operationKey(context), ...context.query })),
    }),
    route({
      method: 'GET',
      path: `${prefix}/:oid/stream`,
      action: 'operation:read',
      summary: 'Live events (SSE).',
      params,
      query: streamQuery,
      body: nothing,
      handle: stream,
    }),
    route({
      method: 'POST',
      path: `${prefix}/:oid/cancel`,
      action: 'operation:cancel',
      summary: 'Stop an operation.',
      params,
      query: nothing,
      body: nothing,
      handle: async (context) => json(await context.orchard.operations.cancel(operationKey(context))),
    }),
    route({
      method: 'POST',
      path: `${prefix}/:oid/resume`,
      action: 'operation:resume',
      summary: 'Run what did not succeed again.',
      params,
      query: nothing,
      body: nothing,
      handle: async (context) => json(await context.orchard.operations.resume(operationKey(context))),
    }),
  ];
}

export const operationRoutes: readonly Route[] = [
  route({
    method: 'GET',
    path: '/projects/:id/operations',
    action: 'operation:read',
    summary: 'List operations, newest first.',
    params: project,
    query: nothing,
    body: nothing,
    handle: async ({ orchard, principal, params }) =>
      json({
        operations: await orchard.operations.list({ tenantId: principal.tenantId, projectId: params.id }),
      }),
  }),
  ...routesBelow('/operations'),
  ...routesBelow('/projects/:id/operations'),
];
