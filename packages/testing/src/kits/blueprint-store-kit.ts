import type { BlueprintStore } from '@orchard-studio/core';
import type { Kit } from '../kit/kit.ts';
import { approvalCases } from './blueprint-store/approval-cases.ts';
import { contentCases } from './blueprint-store/content-cases.ts';
import { lookupCases } from './blueprint-store/lookup-cases.ts';
import { turnCases } from './blueprint-store/turn-cases.ts';

/** What every {@link BlueprintStore} must do. The subject is an empty (or shared) store. */
export const blueprintStoreKit: Kit<BlueprintStore> = {
  port: 'blueprint-store',
  cases: [...lookupCases, ...turnCases, ...approvalCases, ...contentCases],
};
