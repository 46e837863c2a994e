import type { ArchivedEvents, EndedOperation, OperationId } from '@orchard-studio/core';
import { type ArchiveRow, type EndedRow, toArchive, toEnded } from '../../ledger/operation-rows.ts';
import {
  type Archiving,
  type BlobPage,
  type Deletion,
  type EndedFilter,
  LISTED,
} from '../../ledger/requests.ts';
import { rowsOf } from '../../rows-of.ts';
import type { Statements } from './statements.ts';
import { type LedgerWrite, useBlobs } from './writes.ts';

/** Takes down where a stretch of a log went, and gives the work that notes it and deletes the events. */
export function archiveEvents({ operationId, archived }: Archiving): (write: LedgerWrite) => boolean {
  const { firstSeq, lastSeq, blob } = archived;
  return (write) => {
    const { statements } = write;
    const end = statements.get('pulse').get(operationId)?.last_seq;
    const before = statements.get('archivedTo').get(operationId)?.seq;
    if (firstSeq !== Number(before) + 1 || lastSeq < firstSeq || lastSeq >= Number(end ?? 0)) return false;
    statements.get('insertArchive').run(operationId, firstSeq, lastSeq, blob);
    statements.get('deleteEvents').run(operationId, lastSeq);
    useBlobs(write, operationId, [blob]);
    return true;
  };
}

export function listArchives(statements: Statements, operationId: OperationId): readonly ArchivedEvents[] {
  return rowsOf<ArchiveRow>(statements.get('archives').all(operationId)).map(toArchive);
}

export function listEnded(
  statements: Statements,
  { which, endedBefore, limit = LISTED }: EndedFilter,
): readonly EndedOperation[] {
  return rowsOf<EndedRow>(statements.get(which).all(endedBefore, limit)).map(toEnded);
}

/** Gives the work that deletes an operation; the blobs it used stay known as those of a deleted one. */
export function deleteOperation({ operationId, endedBefore }: Deletion): (write: LedgerWrite) => boolean {
  return ({ statements }) => {
    if (statements.get('deleteOperation').run(operationId, endedBefore).changes === 0) return false;
    statements.get('releaseBlobs').run(operationId);
    statements.get('dropBlobs').run(operationId);
    return true;
  };
}

export function listUnusedBlobs(
  statements: Statements,
  { after = '', limit = LISTED }: BlobPage,
): readonly string[] {
  const rows = rowsOf<{ readonly hash: string }>(statements.get('unusedBlobs').all(after, limit));
  return rows.map(({ hash }) => hash);
}

export function forgetBlobs(given: readonly string[]): (write: LedgerWrite) => undefined {
  const hashes = [...given];
  return ({ statements }) => {
    for (const hash of hashes) statements.get('forgetBlob').run(hash);
    return undefined;
  };
}
