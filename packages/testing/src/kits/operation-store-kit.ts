import type { OperationStore } from '@orchard-studio/core';
import type { Kit } from '../kit/kit.ts';
import { archiveCases } from './operation-store/archive-cases.ts';
import { blobCases } from './operation-store/blob-cases.ts';
import { cancelCases } from './operation-store/cancel-cases.ts';
import { contentCases } from './operation-store/content-cases.ts';
import { creationCases } from './operation-store/creation-cases.ts';
import { eventCases } from './operation-store/event-cases.ts';
import { fenceCases } from './operation-store/fence-cases.ts';
import { groupCases } from './operation-store/group-cases.ts';
import { idempotencyCases } from './operation-store/idempotency-cases.ts';
import { leaseCases } from './operation-store/lease-cases.ts';
import { retentionCases } from './operation-store/retention-cases.ts';
import { stepCases } from './operation-store/step-cases.ts';
import { transitionCases } from './operation-store/transition-cases.ts';

/** What every {@link OperationStore} must do. The subject is an empty (or shared) store whose clock runs. */
export const operationStoreKit: Kit<OperationStore> = {
  port: 'operation-store',
  cases: [
    ...creationCases,
    ...idempotencyCases,
    ...transitionCases,
    ...stepCases,
    ...leaseCases,
    ...eventCases,
    ...fenceCases,
    ...cancelCases,
    ...groupCases,
    ...contentCases,
    ...archiveCases,
    ...retentionCases,
    ...blobCases,
  ],
};
