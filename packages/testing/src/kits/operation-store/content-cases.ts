import type { OperationStore } from '@orchard-studio/core';
import { same } from '../../kit/expect.ts';
import type { KitCase } from '../../kit/kit.ts';
import { scribble } from '../../kit/scribble.ts';
import { HOSTILE_TEXT, HOSTILE_TEXTS, hostileJson } from '../../records/hostile-texts.ts';
import { createRecords } from '../../records/records.ts';
import { claimed, LEASE_MS, numbered, operationScene } from './operation-scene.ts';

const MEGABYTE = 1_048_576;

export const contentCases: readonly KitCase<OperationStore>[] = [
  {
    id: 'immutable-writes',
    title: 'takes records down before the caller can change them, even while the call is under way',
    run: async (store) => {
      const records = createRecords();
      const made = records.newOperation({ inputs: { a: { b: 1 } } });
      const operationId = made.operation.id;
      const fence = { operationId, step: 'first', epoch: 1 };
      const steps = [records.runningStep({ key: 'first', outputs: { a: [1] } })];
      const committed = {
        ...{ operationId, ifVersion: 0, steps, leaseMs: LEASE_MS, expired: ['second'] },
        events: [records.event({ data: { a: [1] } })],
      };
      const appended = [records.event({ data: { b: [2] } })];
      const entries = [{ fence: { ...fence }, events: appended }];
      const reports = [{ fence: { ...fence }, checkpoint: { a: [1] } }];
      const kept = structuredClone({
        made,
        steps,
        events: [...made.events, ...committed.events, ...appended],
      });
      const calls = [
        { given: made, call: () => store.createOperation(made) },
        { given: committed, call: () => store.commitTransition(committed) },
        { given: entries, call: () => store.appendStepEvents({ entries }) },
        { given: reports, call: () => store.beat({ leaseMs: LEASE_MS, reports }) },
      ];
      for (const { given, call } of calls) {
        const pending = call();
        scribble(given);
        scribble(await pending);
      }
      const run = await store.loadRun({ operationId });
      same(run?.operation, { ...kept.made.operation, version: 1, lastSeq: 3 }, 'The operation');
      const leaseUntil = run?.steps[0]?.leaseUntil;
      same(run?.steps[0], { ...kept.steps[0], leaseUntil, checkpoint: { a: [1] } }, 'The step');
      same(
        await store.listEvents({ operationId, after: 0 }),
        numbered(operationId, kept.events),
        'The events',
      );
    },
  },
  {
    id: 'immutable-reads',
    title: 'hands out copies',
    run: async (store) => {
      const { everything, load, operationId } = await operationScene(store, { inputs: { a: { b: 1 } } });
      const { tenantId } = (await load()).operation;
      const before = await everything();
      scribble(await everything());
      scribble(await store.getOperation({ tenantId, operationId }));
      scribble(await store.listOperations({ tenantId }));
      same(await everything(), before, 'The operation');
    },
  },
  {
    id: 'hostile-content',
    title: 'keeps hostile inputs, outputs, checkpoints and events as they are, own `__proto__` keys included',
    run: async (store) => {
      const records = createRecords();
      const json = hostileJson();
      const base = records.newOperation();
      const operation = { ...base.operation, inputs: json, idempotencyKey: HOSTILE_TEXT, tree: HOSTILE_TEXT };
      await store.createOperation({ ...base, operation });
      const operationId = operation.id;
      const error = { code: 'STEP_FAILED', message: HOSTILE_TEXT };
      const step = {
        ...records.runningStep({ key: 'first', worker: HOSTILE_TEXT, skippedBecause: HOSTILE_TEXT }),
        ...{ outputs: json, checkpoint: json, matrix: json, error },
      };
      const events = HOSTILE_TEXTS.map((message) => ({
        ...records.event({ message, url: message }),
        data: json,
      }));
      const transition = { operationId, ifVersion: 0, steps: [step], leaseMs: LEASE_MS, events };
      const committed = await store.commitTransition({ ...transition, operation: { outputs: json } });
      const fence = { operationId, step: 'first', epoch: 1 };
      await store.appendStepEvents({ entries: [{ fence, events }] });
      const run = await store.loadRun({ operationId });
      same(run?.operation.inputs, json, 'The inputs');
      same([run?.operation.idempotencyKey, run?.operation.tree], [HOSTILE_TEXT, HOSTILE_TEXT], 'The texts');
      same(run?.operation.outputs, json, 'The outputs');
      same(run?.steps[0], claimed(step, committed), 'The step');
      const stored = await store.listEvents({ operationId, after: 1 });
      same(stored, numbered(operationId, [...events, ...events], 2), 'The events');
      await store.beat({ leaseMs: LEASE_MS, reports: [{ fence, checkpoint: [json] }] });
      same(
        (await store.loadRun({ operationId }))?.steps[0]?.checkpoint,
        [json],
        'The checkpoint of the beat',
      );
    },
  },
  {
    id: 'big-content',
    title: 'keeps inputs, outputs and event messages of a megabyte',
    run: async (store) => {
      const text = HOSTILE_TEXT.repeat(Math.ceil(MEGABYTE / HOSTILE_TEXT.length));
      const { records, commit, load, events } = await operationScene(store, { inputs: { text } });
      const step = records.runningStep({ key: 'first', outputs: { text } });
      await commit({ steps: [step], events: [records.event({ message: text })] });
      const run = await load();
      same(run.operation.inputs.text === text, true, 'That the inputs are the same');
      same(run.steps[0]?.outputs?.text === text, true, 'That the outputs are the same');
      same((await events()).at(-1)?.message === text, true, 'That the message is the same');
    },
  },
];
