import { type Logger, OrchardError, randomIdBody, silentLogger, toOrchardError } from '@orchard-studio/core';
import { type Context, Hono } from 'hono';
import type { Orchard } from '../create-orchard.ts';
import { checkOrigin } from './check-origin.ts';
import { type Identity, identify } from './identify.ts';
import type { Authenticate, Authorize, Principal, Resource } from './principal.ts';
import { problemResponse, toPublicError } from './problem.ts';
import { readJson } from './read-json.ts';
import type { Route } from './route.ts';
import { ROUTES } from './routes/routes.ts';

export interface HttpOptions {
  readonly orchard: Orchard;
  readonly authenticate: Authenticate;
  /** Asked for every request. Required: there is no default that allows. */
  readonly authorize: Authorize;
  /** Path the API lives under. Default `/api`. */
  readonly basePath?: string;
  /** Origins besides the server's own whose pages may call the API. */
  readonly trustedOrigins?: readonly string[];
  readonly logger?: Logger;
  /** What `GET /metrics` tells, such as `createPrometheusMetrics()`. Default: there is no such path. */
  readonly metrics?: MetricsPage;
}

/** Metrics as text. */
export interface MetricsPage {
  readonly registry: { readonly contentType: string; metrics(): Promise<string> };
}

/** A fetch handler: the whole API as one function. */
export type HttpHandler = (request: Request) => Promise<Response>;

async function requireAllowed(
  options: HttpOptions,
  principal: Principal,
  route: Route,
  resource: Resource,
): Promise<void> {
  let allowed: unknown;
  try {
    allowed = await options.authorize(principal, route.action, resource);
  } catch (error) {
    options.logger?.warn({ err: error, action: route.action }, 'authorize failed; the request is denied.');
  }
  if (allowed !== true) throw new OrchardError('FORBIDDEN', `You may not do this (${route.action}).`);
}

/** Fails closed: an `authenticate` that throws ends the stream as a revoked session does. */
async function stillAllowed(
  options: HttpOptions,
  identity: Identity,
  asked: { readonly route: Route; readonly params: Record<string, string> },
): Promise<boolean> {
  const principal = await identity.again();
  if (principal === undefined) return false;
  return (await options.authorize(principal, asked.route.action, resourceOf(asked.params))) === true;
}

function resourceOf(params: Readonly<Record<string, string>>): Resource {
  const { id, bid, oid } = params;
  return {
    ...(id === undefined ? {} : { projectId: id }),
    ...(bid === undefined ? {} : { blueprintId: bid }),
    ...(oid === undefined ? {} : { operationId: oid }),
  };
}

async function answer(options: HttpOptions, route: Route, context: Context): Promise<Response> {
  const request = context.req.raw;
  checkOrigin(request, new Set(options.trustedOrigins));
  const ticket = route.takesTicket === true ? context.req.query('ticket') : undefined;
  const identity = await identify(options, request, ticket);
  const { principal } = identity;
  const params: Record<string, string> = { ...context.req.param() };
  await requireAllowed(options, principal, route, resourceOf(params));
  return route.handle({
    orchard: options.orchard,
    principal,
    params,
    query: context.req.query(),
    body: route.method === 'GET' ? undefined : await readJson(request),
    request,
    access: () => stillAllowed(options, identity, { route, params }),
  });
}

/** For those who watch the process; what it tells names no user and no project. */
function addMetrics(apps: readonly Hono[], { registry }: MetricsPage, orchard: Orchard): void {
  const answer = async (): Promise<Response> => {
    orchard.measure();
    const headers = { 'content-type': registry.contentType, 'cache-control': 'no-store' };
    return new Response(await registry.metrics(), { headers });
  };
  for (const app of apps) app.get('/metrics', answer);
}

/** Answers a known path asked with an unknown method. */
function refuseMethod(app: Hono, path: string): void {
  const allow = ROUTES.filter((route) => route.path === path).map((route) => route.method);
  app.all(path, () => {
    const error = new OrchardError('METHOD_NOT_ALLOWED', `Use ${allow.join(' or ')} here.`);
    return problemResponse(error, { allow: allow.join(', ') });
  });
}

/**
 * Makes the HTTP API of an orchard: a function from Request to Response that any framework can mount.
 *
 * @example
 * const handle = createHttpHandler({ orchard, authenticate, authorize });
 * const response = await handle(new Request('http://localhost/api/projects'));
 */
export function createHttpHandler(options: HttpOptions): HttpHandler {
  const logger = options.logger ?? silentLogger;
  const root = new Hono();
  const app = root.basePath(options.basePath ?? '/api');
  const alive = (): Response => Response.json({ status: 'ok' });
  root.get('/healthz', alive);
  app.get('/healthz', alive);
  if (options.metrics !== undefined) addMetrics([root, app], options.metrics, options.orchard);
  for (const route of ROUTES) app.on(route.method, route.path, (context) => answer(options, route, context));
  for (const path of new Set(ROUTES.map((route) => route.path))) refuseMethod(app, path);
  root.notFound(() => problemResponse(new OrchardError('NOT_FOUND', 'There is no such path.')));
  root.onError((error) => {
    const errorId = `err_${randomIdBody()}`;
    const shown = toPublicError(error, errorId);
    if (shown.code === 'INTERNAL') logger.error({ err: toOrchardError(error), errorId }, 'A request failed.');
    return problemResponse(shown);
  });
  return async (request) => root.fetch(request);
}
