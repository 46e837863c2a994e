import { LibSQLStore } from '@mastra/libsql';
import { mastraRuns } from '../lib/mastra-runs.mjs';

/** Mastra with its LibSQLStore on a local file, which sets WAL and synchronous = NORMAL by itself. */
export async function open({ path }) {
  const storage = new LibSQLStore({ id: 'bench', url: `file:${path}` });
  await storage.init();
  return mastraRuns(storage);
}
