import { PostgresStore } from '@mastra/pg';
import { mastraRuns } from '../lib/mastra-runs.mjs';

/** Mastra with its PostgresStore. */
export async function open({ url }) {
  const storage = new PostgresStore({ id: 'bench', connectionString: url, max: 20 });
  await storage.init();
  return mastraRuns(storage);
}
