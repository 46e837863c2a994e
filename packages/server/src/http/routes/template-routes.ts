import { type Route, route } from '../route.ts';
import { json, nothing } from './shared.ts';

export const templateRoutes: readonly Route[] = [
  route({
    method: 'GET',
    path: '/templates',
    action: 'template:list',
    summary: 'List the templates that apps are composed of.',
    params: nothing,
    query: nothing,
    body: nothing,
    handle: async ({ orchard }) => json({ templates: await orchard.templates.list() }),
  }),
];
