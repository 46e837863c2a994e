import type { OperationStore } from '@orchard-studio/core';
import type { Kit } from '../kit/kit.ts';
import { contentCases } from './operation-store/content-cases.ts';
import { creationCases } from './operation-store/creation-cases.ts';
import { eventCases } from './operation-store/event-cases.ts';
import { fenceCases } from './operation-store/fence-cases.ts';
import { idempotencyCases } from './operation-store/idempotency-cases.ts';
import { transitionCases } from './operation-store/transition-cases.ts';

/** What every {@link OperationStore} must do. The subject is an empty (or shared) store. */
export const operationStoreKit: Kit<OperationStore> = {
  port: 'operation-store',
  cases: [
    ...creationCases,
    ...idempotencyCases,
    ...transitionCases,
    ...eventCases,
    ...fenceCases,
    ...contentCases,
  ],
};
