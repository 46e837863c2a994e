import {
  isOperationEnd,
  type OperationId,
  OrchardError,
  operationIdSchema,
  projectIdSchema,
} from '@orchard-studio/core';
import { z } from 'zod';
import { liveResponse } from '../live-response.ts';
import { type Route, type RouteContext, route } from '../route.ts';
import { nothing, project } from './shared.ts';

const operation = z.object({ oid: operationIdSchema, id: projectIdSchema.optional() });
const cursor = z.coerce.number().int().min(0).max(Number.MAX_SAFE_INTEGER).catch(0);
const operationQuery = z.object({ after: cursor.optional(), from: z.literal('snapshot').optional() });

/** Operations whose cursors one request may hold; an address longer than this is refused on the way anyway. */
const MAX_CURSORS = 200;
const projectQuery = z.object({ after: z.string().max(8_000).default('') });

type OperationContext = RouteContext<z.infer<typeof operation>, z.infer<typeof operationQuery>, unknown>;

async function streamOperation(context: OperationContext): Promise<Response> {
  const { orchard, request, query, principal, params, access } = context;
  const operationId = params.oid;
  const key = { tenantId: principal.tenantId, operationId, projectId: params.id };
  const { status, lastSeq } = await orchard.operations.summary(key);
  const known = request.headers.get('last-event-id') ?? query.after;
  const after = cursor.parse(known ?? 0);
  // A browser reconnects for ever unless it is told that nothing will come: 204 is that answer.
  if (isOperationEnd(status) && known !== undefined && after === lastSeq)
    return new Response(null, { status: 204 });
  const whole = query.from === 'snapshot' && known === undefined;
  const snapshot = whole ? { snapshot: await orchard.operations.get(key) } : {};
  return liveResponse((sink) =>
    orchard.streams.operation(sink, { operationId, lastSeq, after, ...snapshot }, access),
  );
}

/** `op_a:12,op_b:7` */
function cursorsOf(text: string): ReadonlyMap<OperationId, number> {
  const entries = text.split(',').filter((entry) => entry !== '');
  if (entries.length > MAX_CURSORS)
    throw new OrchardError('INVALID_INPUT', `"after" may name ${MAX_CURSORS} operations at most.`);
  return new Map(
    entries.map((entry): [OperationId, number] => {
      const [id, seq] = entry.split(':');
      const operationId = operationIdSchema.safeParse(id);
      const known = z.coerce.number().int().min(0).safeParse(seq);
      if (!operationId.success || !known.success)
        throw new OrchardError('INVALID_INPUT', '"after" must be like op_1:12,op_2:7.');
      return [operationId.data, known.data];
    }),
  );
}

const streamRoute = (prefix: string): Route =>
  route({
    method: 'GET',
    path: `${prefix}/:oid/stream`,
    action: 'operation:read',
    takesTicket: true,
    summary: 'Live events of an operation (SSE).',
    params: operation,
    query: operationQuery,
    body: nothing,
    handle: streamOperation,
  });

export const streamRoutes: readonly Route[] = [
  route({
    method: 'GET',
    path: '/projects/:id/stream',
    action: 'operation:read',
    takesTicket: true,
    summary: 'Live events of all operations of a project (SSE).',
    params: project,
    query: projectQuery,
    body: nothing,
    handle: async ({ orchard, principal, params, query, access }) => {
      const key = { tenantId: principal.tenantId, projectId: params.id };
      await orchard.projects.require(key);
      const start = { ...key, cursors: cursorsOf(query.after) };
      return liveResponse((sink) => orchard.streams.project(sink, start, access));
    },
  }),
  streamRoute('/operations'),
  streamRoute('/projects/:id/operations'),
];
