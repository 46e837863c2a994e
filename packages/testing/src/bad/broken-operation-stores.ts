import {
  isOrchardError,
  type Operation,
  type OperationId,
  type OperationStore,
  type StepFence,
} from '@orchard-studio/core';
import type { BrokenAdapter } from './broken-adapter.ts';
import { brokenRetentionStores } from './broken-retention-stores.ts';
import { brokenTreeStores } from './broken-tree-stores.ts';
import { wrapped } from './wrapped-operation-store.ts';

const codeOf = (error: unknown): string => (isOrchardError(error) ? error.code : '');

/** Two that decided on the same state both win. */
const forgetsTheVersion = (): OperationStore =>
  wrapped((store) => ({
    commitTransition: async (request) => {
      const copy = structuredClone(request);
      try {
        return await store.commitTransition(request);
      } catch (error) {
        if (codeOf(error) !== 'VERSION_CONFLICT') throw error;
        const run = await store.loadRun(copy);
        return store.commitTransition({ ...copy, ifVersion: run?.operation.version ?? 0 });
      }
    },
  }));

/** Takes a number from a sequence before it knows that it may write, as databases' own sequences do. */
function leavesGaps(): OperationStore {
  const burnt = new Map<OperationId, number[]>();
  const shift = (id: OperationId, seq: number): number =>
    seq + (burnt.get(id) ?? []).filter((at) => at < seq).length;
  return wrapped((store) => {
    const burn = async (id: OperationId): Promise<void> => {
      const run = await store.loadRun({ operationId: id });
      burnt.set(id, [...(burnt.get(id) ?? []), run?.operation.lastSeq ?? 0]);
    };
    return {
      commitTransition: async (request) => {
        try {
          return await store.commitTransition(request);
        } catch (error) {
          await burn(request.operationId);
          throw error;
        }
      },
      listEvents: async (request) => {
        const events = await store.listEvents(request);
        return events.map((event) => ({ ...event, seq: shift(request.operationId, event.seq) }));
      },
    };
  });
}

function ignoresTenant(): OperationStore {
  return wrapped((store) => ({
    getOperation: async (request) => (await store.loadRun(request))?.operation,
  }));
}

/** Anybody may write in the name of a step. */
function forgetsTheFence(): OperationStore {
  return wrapped((store) => {
    const corrected = async (fence: StepFence): Promise<StepFence> => {
      const run = await store.loadRun(fence);
      const step = run?.steps.find(({ key }) => key === fence.step);
      return { ...fence, epoch: step?.epoch ?? fence.epoch };
    };
    return {
      appendStepEvents: async (request) => {
        const { entries } = structuredClone(request);
        const all = entries.map(async ({ fence, events }) => ({ fence: await corrected(fence), events }));
        return store.appendStepEvents({ entries: await Promise.all(all) });
      },
    };
  });
}

/** The first operation of a key is everybody's. */
function sharesKeys(): OperationStore {
  const byKey = new Map<string, Operation>();
  return wrapped((store) => ({
    createOperation: async (request) => {
      const { idempotencyKey: key, projectId } = request.operation;
      const earlier = key === null ? undefined : byKey.get(key);
      if (earlier !== undefined && earlier.projectId !== projectId) {
        return { operation: earlier, created: false };
      }
      const result = await store.createOperation(request);
      if (key !== null) byKey.set(key, result.operation);
      return result;
    },
  }));
}

/** Takes a key's word for it that the work is the same. */
const trustsKeys = (): OperationStore =>
  wrapped((store) => ({
    createOperation: async (request) => {
      try {
        return await store.createOperation(request);
      } catch (error) {
        const { tenantId, idempotencyKey, projectId } = request.operation;
        const all = await store.listOperations({ tenantId });
        const operation = all.find(
          (one) => one.idempotencyKey === idempotencyKey && one.projectId === projectId,
        );
        if (codeOf(error) !== 'IDEMPOTENCY_KEY_REUSED' || operation === undefined) throw error;
        return { operation, created: false };
      }
    },
  }));

const cancelsWhatHasEnded = (): OperationStore =>
  wrapped((store) => ({
    requestCancel: async (request) => {
      await store.requestCancel(request);
      return true;
    },
  }));

/** Operation stores that the kit must refuse. */
export const brokenOperationStores: readonly BrokenAdapter<OperationStore>[] = [
  {
    fault: 'forgets the version guard',
    caughtBy: ['version-conflict', 'version-conflict-concurrent', 'transitions-at-once'],
    make: forgetsTheVersion,
  },
  { fault: 'leaves gaps where a call was refused', caughtBy: ['refusals-burn-nothing'], make: leavesGaps },
  { fault: 'ignores the tenant', caughtBy: ['tenant-isolation'], make: ignoresTenant },
  {
    fault: 'forgets the fence',
    caughtBy: ['fence-append', 'fence-takeover', 'append-batch', 'takeover'],
    make: forgetsTheFence,
  },
  { fault: 'shares keys between projects', caughtBy: ['idempotency-scope'], make: sharesKeys },
  { fault: 'takes any reuse of a key', caughtBy: ['idempotency-other-content'], make: trustsKeys },
  { fault: 'says it cancels what has ended', caughtBy: ['cancel-ended'], make: cancelsWhatHasEnded },
  ...brokenTreeStores,
  ...brokenRetentionStores,
];
