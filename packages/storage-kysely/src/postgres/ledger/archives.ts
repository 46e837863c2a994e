import type { OperationStore } from '@orchard-studio/core';
import { type ArchiveRow, type EndedRow, toArchive, toEnded } from '../../ledger/operation-rows.ts';
import { LISTED } from '../../ledger/requests.ts';
import type { PostgresDatabase } from '../postgres-database.ts';
import type { LedgerSql } from './sql.ts';

type Archives = Pick<
  OperationStore,
  | 'archiveEvents'
  | 'listArchives'
  | 'listEndedOperations'
  | 'deleteOperation'
  | 'listUnusedBlobs'
  | 'forgetBlobs'
>;

/** The part of the store that archives logs and lets go of what is old. Each call is one statement. */
export function createArchives(database: PostgresDatabase, sql: LedgerSql): Archives {
  return {
    archiveEvents: async ({ operationId, archived: { firstSeq, lastSeq, blob } }) =>
      (await database.query(sql.archive, [operationId, firstSeq, lastSeq, blob])).length > 0,
    listArchives: async ({ operationId }) =>
      (await database.query<ArchiveRow>(sql.archives, [operationId])).map(toArchive),
    listEndedOperations: async ({ which, endedBefore, limit = LISTED }) =>
      (await database.query<EndedRow>(sql[which], [endedBefore, limit])).map(toEnded),
    deleteOperation: async ({ operationId, endedBefore }) =>
      (await database.query(sql.deleteOperation, [endedBefore, operationId])).length > 0,
    listUnusedBlobs: async ({ after = '', limit = LISTED }) => {
      const rows = await database.query<{ readonly hash: string }>(sql.unusedBlobs, [after, limit]);
      return rows.map(({ hash }) => hash);
    },
    forgetBlobs: async ({ hashes }) => {
      if (hashes.length > 0) await database.query(sql.forgetBlobs, [[...hashes]]);
    },
  };
}
