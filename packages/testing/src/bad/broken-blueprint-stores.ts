import {
  type Approval,
  type Blueprint,
  type BlueprintId,
  type BlueprintOperation,
  type BlueprintStore,
  isOrchardError,
  type Turn,
} from '@orchard-studio/core';
import { createMemoryStorage } from '@orchard-studio/core/memory';
import type { BrokenAdapter } from './broken-adapter.ts';

function wrapped(change: (store: BlueprintStore) => Partial<BlueprintStore>): BlueprintStore {
  const { blueprints: store } = createMemoryStorage();
  return {
    specVersion: 'v1',
    createBlueprint: (request) => store.createBlueprint(request),
    getBlueprint: (request) => store.getBlueprint(request),
    listBlueprints: (request) => store.listBlueprints(request),
    deleteBlueprint: (request) => store.deleteBlueprint(request),
    startTurn: (request) => store.startTurn(request),
    finishTurn: (request) => store.finishTurn(request),
    listTurns: (request) => store.listTurns(request),
    listRunningTurns: (request) => store.listRunningTurns(request),
    listOperations: (request) => store.listOperations(request),
    approveBlueprint: (request) => store.approveBlueprint(request),
    setBlueprintStatus: (request) => store.setBlueprintStatus(request),
    ...change(store),
  };
}

const isRefusal = (error: unknown, code: string): boolean => isOrchardError(error) && error.code === code;

/** Writes the operations before it looks at the revision. */
function appliesHalfATurn(): BlueprintStore {
  const orphans = new Map<BlueprintId, readonly BlueprintOperation[]>();
  return wrapped((store) => ({
    finishTurn: async (request) => {
      const { operations } = structuredClone(request.result);
      try {
        return await store.finishTurn(request);
      } catch (error) {
        if (isRefusal(error, 'REVISION_CONFLICT')) orphans.set(request.blueprintId, operations);
        throw error;
      }
    },
    listOperations: async (request) => [
      ...(await store.listOperations(request)),
      ...(orphans.get(request.blueprintId) ?? []),
    ],
  }));
}

/** Begins a turn whether or not one is running. */
function letsTwoTurnsRun(): BlueprintStore {
  const extra = new Map<BlueprintId, Turn[]>();
  return wrapped((store) => ({
    startTurn: async (request) => {
      try {
        return await store.startTurn(request);
      } catch (error) {
        if (!isRefusal(error, 'TURN_IN_PROGRESS')) throw error;
        const turns = extra.get(request.blueprintId) ?? [];
        extra.set(request.blueprintId, [...turns, request.turn]);
        return request.turn;
      }
    },
    listTurns: async (request) => [
      ...(await store.listTurns(request)),
      ...(extra.get(request.blueprintId) ?? []),
    ],
  }));
}

function ignoresTenant(): BlueprintStore {
  const owners = new Map<BlueprintId, Blueprint['tenantId']>();
  return wrapped((store) => ({
    createBlueprint: ({ blueprint }) => {
      owners.set(blueprint.id, owners.get(blueprint.id) ?? blueprint.tenantId);
      return store.createBlueprint({ blueprint });
    },
    getBlueprint: ({ tenantId, blueprintId }) =>
      store.getBlueprint({ tenantId: owners.get(blueprintId) ?? tenantId, blueprintId }),
  }));
}

/** An approval of an old revision looks like one of the new. */
function keepsApprovals(): BlueprintStore {
  const approvals = new Map<BlueprintId, Approval>();
  return wrapped((store) => ({
    approveBlueprint: async (request) => {
      const approval = structuredClone(request.approval);
      const blueprint = await store.approveBlueprint(request);
      approvals.set(request.blueprintId, approval);
      return blueprint;
    },
    getBlueprint: async (request) => {
      const blueprint = await store.getBlueprint(request);
      const approval = blueprint && approvals.get(blueprint.id);
      return approval ? structuredClone({ ...blueprint, approval }) : blueprint;
    },
  }));
}

/** Says of a newer revision what was meant for the one before. */
function ignoresTheRevision(): BlueprintStore {
  return wrapped((store) => ({
    setBlueprintStatus: ({ ifRevision: _ifRevision, ...request }) => store.setBlueprintStatus(request),
  }));
}

/** Blueprint stores that the kit must refuse. */
export const brokenBlueprintStores: readonly BrokenAdapter<BlueprintStore>[] = [
  { fault: 'applies half a turn', caughtBy: ['finish-all-or-nothing'], make: appliesHalfATurn },
  {
    fault: 'lets two turns run',
    caughtBy: ['one-running-turn', 'one-running-turn-concurrent'],
    make: letsTwoTurnsRun,
  },
  { fault: 'ignores the tenant', caughtBy: ['tenant-reads'], make: ignoresTenant },
  { fault: 'keeps approvals of older revisions', caughtBy: ['approval-voided'], make: keepsApprovals },
  {
    fault: 'ignores the revision of a status',
    caughtBy: ['status-of-revision'],
    make: ignoresTheRevision,
  },
];
