import {
  isOperationEnd,
  type Operation,
  type OperationId,
  type OperationPulse,
  type OperationRun,
  type OperationStore,
  type OperationTransition,
} from '@orchard-studio/core';
import type { BrokenAdapter } from './broken-adapter.ts';
import { wrapped } from './wrapped-operation-store.ts';

/** Changes every run on its way out. */
const reading = (change: (run: OperationRun) => OperationRun): OperationStore =>
  wrapped((store) => ({
    loadRun: async (request) => {
      const run = await store.loadRun(request);
      return run && change(run);
    },
  }));

/** Changes every transition on its way in. */
const committing = (change: (transition: OperationTransition) => OperationTransition): OperationStore =>
  wrapped((store) => ({ commitTransition: async (request) => store.commitTransition(change(request)) }));

/** A worker whose clock is wrong holds its steps for ever, or never. */
function believesWorkersClocks(): OperationStore {
  const given = new Map<string, string | null>();
  return wrapped((store) => ({
    commitTransition: async (request) => {
      const claims = request.steps.filter(({ status }) => status === 'running');
      const committed = await store.commitTransition(request);
      for (const { key, leaseUntil } of claims) given.set(`${request.operationId} ${key}`, leaseUntil);
      return committed;
    },
    loadRun: async (request) => {
      const run = await store.loadRun(request);
      const leaseOf = (key: string, until: string | null) =>
        given.get(`${request.operationId} ${key}`) ?? until;
      return (
        run && {
          ...run,
          steps: run.steps.map((step) => ({ ...step, leaseUntil: leaseOf(step.key, step.leaseUntil) })),
        }
      );
    },
  }));
}

/** A worker that was only slow loses its step. */
const takesOverTheLiving = (): OperationStore => committing((request) => ({ ...request, expired: [] }));

/** Looks at one step only. */
const checksOneLease = (): OperationStore =>
  committing((request) => ({ ...request, expired: (request.expired ?? []).slice(0, 1) }));

/** Knows how to change a step, not how to add one. */
const losesNewSteps = (): OperationStore =>
  committing((request) => ({ ...request, steps: request.steps.filter(({ key }) => !key.includes('.')) }));

const sortsByText = (): OperationStore =>
  reading((run) => {
    const place = new Map(run.operation.plan.steps.map(({ key }, at) => [key, at]));
    const at = (key: string): number => place.get(key.split('.')[0] ?? '') ?? -1;
    return {
      ...run,
      steps: run.steps.toSorted((a, b) => at(a.key) - at(b.key) || (a.key < b.key ? -1 : 1)),
    };
  });

/** Reads whether the group is free, and takes it, in two steps. */
function asksBeforeItTakes(): OperationStore {
  const holders = new Map<string, OperationId>();
  return wrapped((store) => {
    const find = async (operationId: OperationId): Promise<Operation | undefined> =>
      (await store.loadRun({ operationId }))?.operation;
    return {
      holdGroup: async (request) => {
        const own = await find(request.operationId);
        if (own?.concurrencyGroup == null) return store.holdGroup(request);
        const group = JSON.stringify([own.tenantId, own.projectId, own.concurrencyGroup]);
        const holder = holders.get(group);
        const held = holder && (await find(holder));
        if (held && !isOperationEnd(held.status)) return held.id;
        holders.set(group, own.id);
        return own.id;
      },
    };
  });
}

/** Whoever asked first has it for ever. */
function neverFreesAGroup(): OperationStore {
  const holders = new Map<string, OperationId>();
  return wrapped((store) => ({
    holdGroup: async (request) => {
      const own = (await store.loadRun(request))?.operation;
      const group = JSON.stringify([own?.tenantId, own?.projectId, own?.concurrencyGroup]);
      const holder = own?.concurrencyGroup == null ? undefined : holders.get(group);
      if (holder !== undefined) return holder;
      const next = await store.holdGroup(request);
      holders.set(group, next);
      return next;
    },
  }));
}

/** All or nothing, where each entry stands for itself. */
const failsTheBatch = (): OperationStore =>
  wrapped((store) => ({
    appendStepEvents: async (request) => {
      const { entries } = structuredClone(request);
      const probes = entries.map(({ fence }) => ({ fence, events: [] }));
      const answers = await store.appendStepEvents({ entries: probes });
      return answers.includes('fenced') ? answers.map(() => 'fenced') : store.appendStepEvents({ entries });
    },
  }));

/** A step that was asked to stop goes on. */
const keepsCancelToItself = (): OperationStore =>
  wrapped((store) => ({
    beat: async (request) =>
      (await store.beat(request)).map((answer) => (answer === 'fenced' ? answer : 'extended')),
  }));

/** What it has seen once it never looks at again. */
function cachesPulses(): OperationStore {
  const seen = new Map<OperationId, OperationPulse>();
  return wrapped((store) => ({
    peek: async (request) => {
      const now = await store.peek(request);
      const pulse = seen.get(request.operationId) ?? now;
      if (pulse !== undefined) seen.set(request.operationId, pulse);
      return now && pulse && { ...pulse, readAt: now.readAt };
    },
  }));
}

const forgetsOutputs = (): OperationStore =>
  reading((run) => ({ ...run, operation: { ...run.operation, outputs: null } }));

/** Stores that know too little of matrices, leases, groups and batches. */
export const brokenTreeStores: readonly BrokenAdapter<OperationStore>[] = [
  {
    fault: "believes workers' clocks",
    caughtBy: ['lease-store-clock', 'beat', 'hostile-content', 'takeover', 'transition'],
    make: believesWorkersClocks,
  },
  {
    fault: 'takes over living steps',
    caughtBy: ['takeover-after-beat', 'takeover-too-early'],
    make: takesOverTheLiving,
  },
  { fault: 'checks only one lease', caughtBy: ['takeover-too-early'], make: checksOneLease },
  { fault: 'loses new steps', caughtBy: ['new-steps'], make: losesNewSteps },
  { fault: 'sorts combinations as text', caughtBy: ['new-steps'], make: sortsByText },
  {
    fault: 'lets a group go to several',
    caughtBy: ['group-race', 'group-oldest-first'],
    make: asksBeforeItTakes,
  },
  {
    fault: 'never frees a group',
    caughtBy: ['group', 'group-oldest-first', 'group-race'],
    make: neverFreesAGroup,
  },
  { fault: 'fails a batch for one fenced entry', caughtBy: ['append-batch'], make: failsTheBatch },
  {
    fault: 'keeps a request to cancel to itself',
    caughtBy: ['cancel', 'beat-batch'],
    make: keepsCancelToItself,
  },
  { fault: 'shows old pulses', caughtBy: ['peek'], make: cachesPulses },
  {
    fault: 'forgets outputs',
    caughtBy: ['transition', 'transition-partial', 'round-trip', 'hostile-content'],
    make: forgetsOutputs,
  },
];
