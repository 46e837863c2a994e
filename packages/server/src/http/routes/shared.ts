import { projectIdSchema } from '@orchard-studio/core';
import { z } from 'zod';

/** For parts of a request that a route does not read. */
export const nothing = z.unknown();
export const project = z.object({ id: projectIdSchema });

/** A JSON answer that no cache keeps and no browser reinterprets. */
export const json = (value: unknown, status = 200): Response =>
  Response.json(value, {
    status,
    headers: { 'cache-control': 'no-store', 'x-content-type-options': 'nosniff' },
  });
