import type { OperationId, ProjectId, TenantId } from '@orchard-studio/core';
import { notFound } from '@orchard-studio/core/memory';
import { rowsOf } from '../../rows-of.ts';
import type { PostgresDatabase } from '../postgres-database.ts';
import type { LedgerSql } from './sql.ts';

interface GroupRow {
  readonly tenant_id: TenantId;
  readonly project_id: ProjectId | null;
  readonly concurrency_group: string | null;
  readonly holder: OperationId | null;
}

/** Gives a group to its oldest open operation, unless it is held. @returns who holds it now */
export async function holdGroup(
  database: PostgresDatabase,
  sql: LedgerSql,
  operationId: OperationId,
): Promise<OperationId> {
  const [own] = await database.query<GroupRow>(sql.groupOf, [operationId]);
  if (own === undefined) throw notFound('operation', operationId);
  if (own.concurrency_group === null) return operationId;
  if (own.holder !== null) return own.holder;
  const key = [own.tenant_id, own.project_id ?? '', own.concurrency_group];
  return database.transaction(async (client) => {
    await client.query({ text: sql.makeGroup, values: key });
    // From here on nobody else can hold it; what they have done before is seen by the statements that follow.
    await client.query({ text: sql.lockGroup, values: key });
    const held = await client.query({ text: sql.groupOf, values: [operationId] });
    const holder = rowsOf<GroupRow>(held.rows)[0]?.holder ?? null;
    if (holder !== null) return holder;
    const waiting = await client.query({ text: sql.nextOfGroup, values: key });
    const [next] = rowsOf<{ readonly id: OperationId }>(waiting.rows);
    if (next === undefined) return operationId;
    await client.query({ text: sql.hold, values: [...key, next.id] });
    return next.id;
  });
}
