/** A server process over a ledger file, for clients that come from another process's stream. Tells its port and memory. */
import { createServer } from 'node:http';
import { tenantIdSchema } from '@orchard-studio/core';
import { createSqliteStorage } from '@orchard-studio/storage-kysely';
import { createHttpHandler } from '../../src/http/index.ts';
import { createOrchard } from '../../src/index.ts';
import { toNodeListener } from '../../src/node/index.ts';

const [path = '', tenant = ''] = process.argv.slice(2);
const tenantId = tenantIdSchema.parse(tenant);
const storage = await createSqliteStorage({ path });
const orchard = createOrchard({
  storage,
  executors: {},
  trees: [],
  streams: { pollMs: 20, stallMs: 600_000 },
});
const handle = createHttpHandler({
  orchard,
  authenticate: () => ({ tenantId, userId: 'ann' }),
  authorize: () => true,
});
const server = createServer(toNodeListener(handle));
server.listen(0, '127.0.0.1', () => {
  const address = server.address();
  process.send?.({ port: typeof address === 'object' ? address?.port : undefined });
});
process.on('message', () => {
  globalThis.gc?.();
  const { rss, heapUsed, external } = process.memoryUsage();
  process.send?.({ rss, held: heapUsed + external, clients: orchard.streams.clients });
});
process.on('disconnect', () => process.exit());
