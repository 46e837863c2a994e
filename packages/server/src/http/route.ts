import { OrchardError, parseOrThrow } from '@orchard-studio/core';
import type { z } from 'zod';
import type { Orchard } from '../create-orchard.ts';
import type { Action, Principal } from './principal.ts';

export interface RouteContext<Params, Query, Body> {
  readonly orchard: Orchard;
  readonly principal: Principal;
  readonly params: Params;
  readonly query: Query;
  readonly body: Body;
  readonly request: Request;
  /** Whether the principal still may do this: asked again while a stream is open. */
  readonly access: () => Promise<boolean>;
}

/** One line of the route table. */
export interface Route {
  readonly method: 'GET' | 'POST' | 'DELETE';
  /** Path below the base, with parameters as `:name`. */
  readonly path: string;
  readonly action: Action;
  readonly summary: string;
  /** Also lets in who brings a one-use ticket in the address: `?ticket=`. Default: a ticket there means nothing. */
  readonly takesTicket?: boolean;
  readonly handle: (context: RouteContext<unknown, unknown, unknown>) => Promise<Response>;
}

interface RouteDefinition<Params extends z.ZodType, Query extends z.ZodType, Body extends z.ZodType>
  extends Omit<Route, 'handle'> {
  readonly params: Params;
  readonly query: Query;
  readonly body: Body;
  readonly handle: (
    context: RouteContext<z.infer<Params>, z.infer<Query>, z.infer<Body>>,
  ) => Promise<Response>;
}

function parseParams<Schema extends z.ZodType>(schema: Schema, value: unknown): z.infer<Schema> {
  const result = schema.safeParse(value);
  // An id that cannot exist is an id that does not exist: the caller learns nothing of the difference.
  if (!result.success) throw new OrchardError('NOT_FOUND', 'Nothing has this id.');
  return result.data;
}

/** Ties a route's schemas to its handler, so that handlers see checked values only. */
export function route<Params extends z.ZodType, Query extends z.ZodType, Body extends z.ZodType>(
  definition: RouteDefinition<Params, Query, Body>,
): Route {
  const { params, query, body, handle, ...rest } = definition;
  return {
    ...rest,
    handle: (context) =>
      handle({
        ...context,
        params: parseParams(params, context.params),
        query: parseOrThrow(query, context.query, 'The query'),
        body: parseOrThrow(body, context.body, 'The body'),
      }),
  };
}
