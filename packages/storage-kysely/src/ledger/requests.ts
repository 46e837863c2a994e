import type { OperationId, OperationStore, ProjectId, TenantId } from '@orchard-studio/core';

/** The arguments of the port's methods. */
export type NewOperation = Parameters<OperationStore['createOperation']>[0];
export type Creation = Awaited<ReturnType<OperationStore['createOperation']>>;
export type Appends = Parameters<OperationStore['appendStepEvents']>[0];
export type AppendAnswer = Awaited<ReturnType<OperationStore['appendStepEvents']>>[number];
export type Beats = Parameters<OperationStore['beat']>[0];
export interface OperationFilter {
  readonly tenantId: TenantId;
  readonly projectId?: ProjectId;
  readonly limit?: number;
}
export type PulseFilter = Parameters<OperationStore['listPulses']>[0];
export type PulseList = Awaited<ReturnType<OperationStore['listPulses']>>;
export type Archiving = Parameters<OperationStore['archiveEvents']>[0];
export type EndedFilter = Parameters<OperationStore['listEndedOperations']>[0];
export type Deletion = Parameters<OperationStore['deleteOperation']>[0];
export type BlobPage = Parameters<OperationStore['listUnusedBlobs']>[0];
export interface EventPage {
  readonly operationId: OperationId;
  readonly after: number;
  readonly limit?: number;
}

/** Ended operations among the pulses of a project, unless told. */
export const PULSES = 50;
/** Ended operations, and blobs, that a list holds unless told. */
export const LISTED = 100;
/** Events that a page holds unless told. */
export const PAGE = 1_000;
