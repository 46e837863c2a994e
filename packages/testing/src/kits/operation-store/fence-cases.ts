import type { OperationStore } from '@orchard-studio/core';
import { ensure, same } from '../../kit/expect.ts';
import type { KitCase } from '../../kit/kit.ts';
import { createRecords } from '../../records/records.ts';
import { numbered, type OperationScene, operationScene } from './operation-scene.ts';

/** Fences that no running step has. */
function wrongFences({ fence }: OperationScene) {
  return [
    { ...fence, epoch: 0 },
    { ...fence, epoch: 2 },
    { ...fence, step: 'second', epoch: 0 },
    { ...fence, step: 'absent' },
    { ...fence, operationId: createRecords().operation().id },
  ];
}

const BEAT_MS = 60_000;

export const fenceCases: readonly KitCase<OperationStore>[] = [
  {
    id: 'fence-append',
    title: 'leaves out events of a step that is not running in this epoch',
    run: async (store) => {
      const scene = await operationScene(store);
      const before = await scene.everything();
      for (const fence of wrongFences(scene)) {
        const events = [scene.records.event()];
        same(await store.appendStepEvents({ entries: [{ fence, events }] }), ['fenced'], 'The answer');
      }
      same(await scene.everything(), before, 'The operation');
    },
  },
  {
    id: 'fence-beat',
    title: 'leaves out the report of a step that is not running in this epoch',
    run: async (store) => {
      const scene = await operationScene(store);
      const before = await scene.everything();
      for (const fence of wrongFences(scene)) {
        const reports = [{ fence, progress: 1, checkpoint: 'late' }];
        same(await store.beat({ leaseMs: BEAT_MS, reports }), ['fenced'], 'The answer');
      }
      same(await scene.everything(), before, 'The operation');
    },
  },
  {
    id: 'fence-takeover',
    title: 'refuses the old attempt once the step has been taken over or has ended',
    run: async (store) => {
      const { records, fence, commit, append } = await operationScene(store);
      const next = [
        records.runningStep({ key: 'first', epoch: 2 }),
        records.step({ key: 'first', status: 'succeeded', attempt: 1, epoch: 1 }),
      ];
      for (const step of next) {
        await commit({ steps: [step] });
        same(await append(records.event()), 'fenced', 'The answer to events of the old attempt');
        const answer = await store.beat({ leaseMs: BEAT_MS, reports: [{ fence }] });
        same(answer, ['fenced'], 'The answer to a beat of the old attempt');
      }
    },
  },
  {
    id: 'append-batch',
    title: 'answers each of many entries by itself, and numbers the events of the good ones in their order',
    run: async (store) => {
      const scenes = await Promise.all([operationScene(store), operationScene(store)]);
      const [one, two] = scenes;
      await one.commit({ steps: [one.records.runningStep({ key: 'second', epoch: 4 })] });
      const entry = (scene: OperationScene, fields: object, ...messages: readonly string[]) => ({
        fence: { ...scene.fence, ...fields },
        events: messages.map((message) => scene.records.event({ message })),
      });
      const entries = [
        entry(one, {}, 'a', 'b'),
        ...wrongFences(one).map((fence) => entry(one, fence, 'late')),
        entry(two, {}, 'x'),
        entry(one, { step: 'second', epoch: 4 }, 'c'),
        entry(two, { epoch: 3 }, 'late'),
        entry(one, {}),
        entry(one, {}, 'd', 'e', 'f'),
      ];
      const answers = await store.appendStepEvents({ entries });
      const late = wrongFences(one).map(() => 'fenced');
      const expected = ['written', ...late, 'written', 'written', 'fenced', 'written', 'written'];
      same(answers, expected, 'The answers');
      for (const { operationId, events, load } of scenes) {
        const good = entries.filter((item, at) => {
          return item.fence.operationId === operationId && answers[at] === 'written';
        });
        const added = good.flatMap((item) => item.events);
        same((await events()).slice(2), numbered(operationId, added, 3), 'The events');
        same((await load()).operation.lastSeq, 2 + added.length, 'The last number');
      }
      same(await store.appendStepEvents({ entries: [] }), [], 'The answers to nothing');
    },
  },
  {
    id: 'beat',
    title:
      "extends the lease by the store's clock and keeps progress and checkpoint that a beat does not bring",
    run: async (store) => {
      const { records, fence, step, now, commit } = await operationScene(store);
      await commit({ steps: [records.runningStep({ key: 'first' })], leaseMs: 0 });
      const before = await step('first');
      const checkpoint = { session: 'abc', at: [1, 2] };
      const reports = [{ progress: 0.5, checkpoint }, {}, { checkpoint: null }];
      const kept = [
        { progress: 0.5, checkpoint },
        { progress: 0.5, checkpoint },
        { progress: 0.5, checkpoint: null },
      ];
      for (const [at, report] of reports.entries()) {
        const from = await now();
        const answers = await store.beat({ leaseMs: BEAT_MS, reports: [{ fence, ...report }] });
        same(answers, ['extended'], 'The answer');
        const { leaseUntil, ...rest } = await step('first');
        same({ ...rest, leaseUntil: null }, { ...before, ...kept[at], leaseUntil: null }, 'The step');
        const until = Date.parse(leaseUntil ?? '') - BEAT_MS;
        ensure(
          until >= from && until <= (await now()),
          'The lease must begin when the store takes the beat.',
        );
      }
    },
  },
  {
    id: 'beat-batch',
    title: 'answers each of many reports by itself',
    run: async (store) => {
      const [one, two] = await Promise.all([operationScene(store), operationScene(store)]);
      await store.requestCancel({ operationId: two.operationId, at: two.records.nextInstant() });
      const reports = [
        { fence: one.fence, progress: 0.25 },
        { fence: { ...one.fence, epoch: 7 }, progress: 1 },
        { fence: two.fence, checkpoint: [1] },
      ];
      const answers = await store.beat({ leaseMs: BEAT_MS, reports });
      same(answers, ['extended', 'fenced', 'cancel-requested'], 'The answers');
      same((await one.step('first')).progress, 0.25, 'The progress');
      same((await two.step('first')).checkpoint, [1], 'The checkpoint of one that is asked to stop');
      same(await store.beat({ leaseMs: BEAT_MS, reports: [] }), [], 'The answers to nothing');
    },
  },
];
