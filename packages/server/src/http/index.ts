export {
  createHttpHandler,
  type HttpHandler,
  type HttpOptions,
  type MetricsPage,
} from './create-http-handler.ts';
export type { Action, Authenticate, Authorize, Principal, Resource } from './principal.ts';
export { MAX_BODY_BYTES } from './read-json.ts';
export type { Route } from './route.ts';
export { ROUTES } from './routes/routes.ts';
