import { type Route, route } from '../route.ts';
import { json, nothing } from './shared.ts';

export const treeRoutes: readonly Route[] = [
  route({
    method: 'GET',
    path: '/trees',
    action: 'tree:list',
    summary: 'List the trees that can be started.',
    params: nothing,
    query: nothing,
    body: nothing,
    handle: async ({ orchard }) => json({ trees: orchard.trees.list() }),
  }),
];
