import { createSqliteStorage } from '@orchard-studio/storage-kysely';

/** Opens an existing database again in a process that has everything loaded: open, check the migrations, one read. */
const path = `${process.argv[2]}/orchard.sqlite`;
async function open() {
  const from = performance.now();
  const storage = createSqliteStorage({ path, durability: 'full' });
  await storage.migrate();
  await storage.operations.listOpenOperations({});
  const ms = performance.now() - from;
  await storage.close();
  return ms;
}
await open();
console.log(await open());
