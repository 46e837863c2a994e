import type { Route } from '../route.ts';
import { artifactRoutes } from './artifact-routes.ts';
import { blueprintRoutes } from './blueprint-routes.ts';
import { operationRoutes } from './operation-routes.ts';
import { projectRoutes } from './project-routes.ts';
import { streamRoutes } from './stream-routes.ts';
import { templateRoutes } from './template-routes.ts';
import { ticketRoutes } from './ticket-routes.ts';
import { treeRoutes } from './tree-routes.ts';

/** Every route of the API. A route that is not here does not exist, and every route names its action. */
export const ROUTES: readonly Route[] = [
  ...projectRoutes,
  ...blueprintRoutes,
  ...operationRoutes,
  ...artifactRoutes,
  ...streamRoutes,
  ...ticketRoutes,
  ...templateRoutes,
  ...treeRoutes,
];
