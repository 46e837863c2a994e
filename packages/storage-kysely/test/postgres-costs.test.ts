import type { OperationStore } from '@orchard-studio/core';
import { createRecords } from '@orchard-studio/testing';
import type { Pool } from 'pg';
import { describe, expect, it, onTestFinished } from 'vitest';
import { createPostgresStorage, type PostgresPool } from '../src/postgres/index.ts';
import { freshSchema, hostPool } from './fresh-postgres.ts';

const scope = { defer: onTestFinished };
const CHAIN = 300;
const WORKER = 'wrk_0123456789';

/** A pool that counts the statements that are sent to it. */
function counting(pool: Pool): PostgresPool & { statements: number } {
  const counted = {
    statements: 0,
    connect: async () => {
      const client = await pool.connect();
      counted.statements += 1_000;
      return client;
    },
    query: (query: { readonly text: string; readonly values?: unknown[] }) => {
      counted.statements += 1;
      return pool.query(query);
    },
    end: () => pool.end(),
  };
  return counted;
}

async function chainOf(store: OperationStore, length: number) {
  const records = createRecords();
  const keys = Array.from({ length: length + 1 }, (_, at) => `step_${at}`);
  const made = records.newOperation({ plan: records.plan(keys) });
  await store.createOperation(made);
  const operationId = made.operation.id;
  const about = { type: 'step', attempt: 1, epoch: 1, phase: 'implement' } as const;
  /** Ends a step and claims the next one, as the runner does. */
  const move = (at: number) => {
    const [done = '', next = ''] = keys.slice(at, at + 2);
    const ended = records.step({
      ...{ key: done, status: 'succeeded', attempt: 1, epoch: 1, outputs: { at }, progress: 1 },
      ...{ startedAt: records.nextInstant(), finishedAt: records.nextInstant() },
    });
    return store.commitTransition({
      operationId,
      ifVersion: at,
      steps: [ended, records.runningStep({ key: next, worker: WORKER })],
      leaseMs: 60_000,
      events: [
        { ...about, timestamp: records.nextInstant(), step: done, status: 'complete' },
        { ...about, timestamp: records.nextInstant(), step: next, status: 'in_progress' },
      ],
    });
  };
  return { operationId, move };
}

/** Transactions that have written, and bytes of write-ahead log, so far. */
async function spent(pool: Pool): Promise<{ readonly transactions: number; readonly walBytes: number }> {
  const { rows } = await pool.query(
    `SELECT pg_snapshot_xmax(pg_current_snapshot())::text AS xid, (pg_current_wal_insert_lsn() - '0/0')::text AS wal`,
  );
  return { transactions: Number(rows[0]?.xid), walBytes: Number(rows[0]?.wal) };
}

describe('what a transition costs', () => {
  it('is one statement, one transaction and at most 900 bytes of log, however long the chain', async () => {
    const pool = await hostPool(scope, 2);
    const counted = counting(pool);
    const storage = createPostgresStorage({ pool: counted, schema: freshSchema() });
    await storage.migrate();
    const { move } = await chainOf(storage.operations, CHAIN);
    await move(0);
    const [statements, before] = [counted.statements, await spent(pool)];
    for (let at = 1; at < CHAIN; at += 1) await move(at);
    const after = await spent(pool);
    expect(counted.statements - statements).toBe(CHAIN - 1);
    expect(after.transactions - before.transactions).toBe(CHAIN - 1);
    expect((after.walBytes - before.walBytes) / (CHAIN - 1)).toBeLessThanOrEqual(900);
  });

  it('is shared by transitions that come at the same time', async () => {
    const counted = counting(await hostPool(scope, 2));
    const storage = createPostgresStorage({ pool: counted, schema: freshSchema() });
    await storage.migrate();
    const chains = await Promise.all(Array.from({ length: 100 }, () => chainOf(storage.operations, 1)));
    const { statements } = counted;
    await Promise.all(chains.map(({ move }) => move(0)));
    expect(counted.statements - statements).toBe(2);
  });

  it('never moves a row of an operation to another page, nor touches its indexes', async () => {
    const pool = await hostPool(scope, 2);
    const schema = freshSchema();
    const storage = createPostgresStorage({ pool, schema });
    await storage.migrate();
    const { move } = await chainOf(storage.operations, CHAIN);
    for (let at = 0; at < CHAIN; at += 1) await move(at);
    // Statistics of a connection are reported when it has been idle, or is asked to.
    await pool.query('SELECT pg_stat_force_next_flush()');
    await pool.query('SELECT 1');
    const { rows } = await pool.query(
      `SELECT n_tup_upd::int AS changed, n_tup_hot_upd::int AS hot FROM pg_stat_user_tables
       WHERE schemaname = $1 AND relname = 'operations'`,
      [schema],
    );
    expect(rows).toEqual([{ changed: CHAIN, hot: CHAIN }]);
  });
});
