import {
  decisionRequestSchema,
  operationIdSchema,
  projectIdSchema,
  rerunRequestSchema,
  startOperationRequestSchema,
  stepIdSchema,
} from '@orchard-studio/core';
import { z } from 'zod';
import { type Route, type RouteContext, route } from '../route.ts';
import { json, nothing, project } from './shared.ts';

const operation = z.object({ oid: operationIdSchema, id: projectIdSchema.optional() });
const cursor = z.coerce.number().int().min(0).max(Number.MAX_SAFE_INTEGER).catch(0);
const eventsQuery = z.object({
  after: cursor.default(0),
  limit: z.coerce.number().int().min(1).max(5_000).default(1_000),
});
const listQuery = z.object({ limit: z.coerce.number().int().min(1).max(1_000).default(100) });
const MAX_KEY = 200;

const approval = z.object({ ...operation.shape, step: stepIdSchema });

type OperationContext<Query> = RouteContext<z.infer<typeof operation>, Query, unknown>;
const operationKey = ({ principal, params }: OperationContext<unknown>) => ({
  tenantId: principal.tenantId,
  operationId: params.oid,
  projectId: params.id,
});

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
    route({
      method: 'POST',
      path: `${prefix}/:oid/rerun`,
      action: 'operation:rerun',
      summary: 'Start a new operation that repeats this one from a step on.',
      params,
      query: nothing,
      body: rerunRequestSchema,
      handle: async (context) =>
        json(await context.orchard.operations.rerun({ ...operationKey(context), ...context.body }), 201),
    }),
    route({
      method: 'POST',
      path: `${prefix}/:oid/approvals/:step`,
      action: 'operation:decide',
      summary: 'Approve or reject what a step waits for.',
      params: approval,
      query: nothing,
      body: decisionRequestSchema,
      handle: async (context) => {
        const { step } = context.params;
        const by = context.principal.userId;
        return json(
          await context.orchard.operations.decide({ ...operationKey(context), ...context.body, step, by }),
        );
      },
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
    query: listQuery,
    body: nothing,
    handle: async ({ orchard, principal, params, query }) => {
      const key = { tenantId: principal.tenantId, projectId: params.id };
      return json({ operations: await orchard.operations.list({ ...key, limit: query.limit }) });
    },
  }),
  route({
    method: 'POST',
    path: '/projects/:id/operations',
    action: 'operation:start',
    summary: 'Start a tree that the host registered.',
    params: project,
    query: nothing,
    body: startOperationRequestSchema,
    handle: async ({ orchard, principal, params, body, request }) => {
      const key = request.headers.get('idempotency-key');
      const { tree, inputs } = body;
      const started = await orchard.operations.start({
        tenantId: principal.tenantId,
        projectId: params.id,
        tree,
        ...(inputs === undefined ? {} : { inputs }),
        ...(key === null ? {} : { idempotencyKey: `http:${key.slice(0, MAX_KEY)}` }),
      });
      return json(started, 201);
    },
  }),
  ...routesBelow('/operations'),
  ...routesBelow('/projects/:id/operations'),
];
