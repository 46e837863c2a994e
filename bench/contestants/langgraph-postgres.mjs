import { PostgresSaver } from '@langchain/langgraph-checkpoint-postgres';
import pg from 'pg';
import { langGraphRuns } from '../lib/langgraph-runs.mjs';

/** LangGraph.js with its PostgresSaver. */
export async function open({ url }) {
  const pool = new pg.Pool({ connectionString: url, max: 20 });
  const saver = new PostgresSaver(pool);
  await saver.setup();
  return langGraphRuns(saver, () => pool.end());
}
