import { z } from 'zod';
import { type Route, route } from '../route.ts';
import { json, nothing } from './shared.ts';

export const ticketRoutes: readonly Route[] = [
  route({
    method: 'POST',
    path: '/stream-tickets',
    action: 'stream:ticket',
    summary: 'Make a ticket that opens one stream, for an EventSource that cannot send headers.',
    params: nothing,
    query: nothing,
    body: z.strictObject({}),
    handle: async ({ orchard, principal }) => json(await orchard.tickets.issue(principal), 201),
  }),
];
