import type { OperationStore } from '@orchard-studio/core';
import { refused, same } from '../../kit/expect.ts';
import type { KitCase } from '../../kit/kit.ts';
import { createRecords } from '../../records/records.ts';
import { claimed, numbered, operationScene } from './operation-scene.ts';

const MANY = 20;

export const transitionCases: readonly KitCase<OperationStore>[] = [
  {
    id: 'transition',
    title: 'commits status, steps and events together, one version on',
    run: async (store) => {
      const { records, commit, load, events, operationId } = await operationScene(store);
      const before = await load();
      const log = await events();
      const first = records.step({
        key: 'first',
        status: 'succeeded',
        attempt: 1,
        epoch: 1,
        outputs: { a: 1 },
      });
      const second = records.runningStep({ key: 'second' });
      const added = [records.event({ type: 'step', step: 'first', status: 'complete' }), records.event()];
      const cancelRequestedAt = records.nextInstant();
      const changes = { status: 'cancelling', cancelRequestedAt } as const;
      const outputs = { url: 'https://example.org', list: [1, { a: null }] };
      const committed = await commit({
        operation: { ...changes, outputs },
        steps: [second, first],
        events: added,
      });
      same([committed.version, committed.lastSeq], [2, 4], 'The result');
      const operation = { ...before.operation, ...changes, outputs, version: 2, lastSeq: 4 };
      same(await load(), { operation, steps: [first, claimed(second, committed)] }, 'The run');
      same(await events(), [...log, ...numbered(operationId, added, 3)], 'The events');
    },
  },
  {
    id: 'transition-partial',
    title: 'leaves alone what a transition does not name, and clears what it sets to null',
    run: async (store) => {
      const { records, commit, load } = await operationScene(store);
      const before = await load();
      const { version, lastSeq } = await commit();
      same([version, lastSeq], [2, 2], 'The result of an empty transition');
      const untouched = { ...before, operation: { ...before.operation, version: 2 } };
      same(await load(), untouched, 'The run');
      const finishedAt = records.nextInstant();
      await commit({ operation: { status: 'failed', finishedAt, outputs: { a: 1 } } });
      await commit({ operation: { finishedAt: null, startedAt: null } });
      same((await load()).operation.outputs, { a: 1 }, 'The outputs');
      await commit({ operation: { outputs: null } });
      const cleared = { status: 'failed', startedAt: null, finishedAt: null, version: 5 } as const;
      const operation = { ...before.operation, ...cleared };
      same(await load(), { ...before, operation }, 'The run after clearing');
    },
  },
  {
    id: 'version-conflict',
    title: 'refuses a transition decided on another version, and writes nothing of it',
    run: async (store) => {
      const { records, commit, everything } = await operationScene(store);
      const before = await everything();
      for (const ifVersion of [0, 2]) {
        const late = {
          ifVersion,
          operation: { status: 'succeeded' as const },
          steps: [records.step({ key: 'first', status: 'succeeded' })],
          events: [records.event()],
        };
        await refused(commit(late), 'VERSION_CONFLICT', `A transition on version ${ifVersion}`);
      }
      same(await everything(), before, 'The operation');
      const operationId = createRecords().operation().id;
      const lost = store.commitTransition({ operationId, ifVersion: 0, steps: [], events: [] });
      await refused(lost, 'NOT_FOUND', 'A transition of an unknown operation');
    },
  },
  {
    id: 'version-conflict-concurrent',
    title: 'lets exactly one of several transitions win that were decided on the same version',
    run: async (store) => {
      const { records, commit, events } = await operationScene(store);
      const outcomes = await Promise.allSettled(
        Array.from({ length: 5 }, (_, at) =>
          commit({ ifVersion: 1, events: [records.event({ message: `writer ${at}` })] }),
        ),
      );
      const winners = outcomes.flatMap(({ status }, at) => (status === 'fulfilled' ? [`writer ${at}`] : []));
      same(winners.length, 1, 'The number of winners');
      const written = (await events()).slice(2).map(({ message }) => message);
      same(written, winners, 'The events written');
    },
  },
  {
    id: 'transitions-at-once',
    title: 'commits transitions of many operations at once, and refuses only those that came too late',
    run: async (store) => {
      const scenes = await Promise.all(Array.from({ length: MANY }, () => operationScene(store)));
      const rounds = scenes.flatMap((scene) => [scene, scene, scene]);
      const outcomes = await Promise.allSettled(
        rounds.map(({ operationId, records }, at) =>
          store.commitTransition({
            operationId,
            ifVersion: at % 2 === 0 ? 1 : 9,
            steps: [records.step({ key: 'second', status: 'ready', attempt: at })],
            events: [records.event({ message: `${at}` })],
          }),
        ),
      );
      const won = outcomes.flatMap(({ status }, at) => (status === 'fulfilled' ? [at] : []));
      for (const { operationId, load, events, step } of scenes) {
        const winners = won.filter((at) => rounds[at]?.operationId === operationId);
        same(winners.length, 1, 'The number of winners');
        same((await load()).operation.version, 2, 'The version');
        const messages = (await events()).slice(2).map(({ message }) => message);
        same(messages, winners.map(String), 'The events written');
        same((await step('second')).attempt, winners[0], 'The step written');
      }
    },
  },
];
