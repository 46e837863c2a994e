import { tenantIdSchema } from '@orchard-studio/core';
import { createOrchard } from '@orchard-studio/server';
import { createSqliteStorage } from '@orchard-studio/storage-kysely';

/** Import, open, migrate, assemble, and the first project committed. */
const storage = createSqliteStorage({ path: `${process.argv[2]}/orchard.sqlite`, durability: 'full' });
await storage.migrate();
const orchard = createOrchard({ storage, executors: {}, trees: [] });
await orchard.projects.create({ tenantId: tenantIdSchema.parse('bench'), name: 'cool project' });
console.log(performance.now());
await orchard.close();
await storage.close();
