import type { BlueprintStore } from '@orchard-studio/core';
import { ensure, refused, same } from '../../kit/expect.ts';
import type { KitCase } from '../../kit/kit.ts';
import { blueprintScene, naming } from './blueprint-scene.ts';

const starting: readonly KitCase<BlueprintStore>[] = [
  {
    id: 'turn-durable',
    title: "keeps the user's message and answers from the start of the turn on",
    run: async (store) => {
      const { key, created, records } = await blueprintScene(store);
      const answers = [{ questionId: `qst_${'1'.repeat(22)}`, text: 'Red', delegate: false }];
      const turn = records.turn(created, { message: 'Make it red.', answers, seq: 99 });
      const stored = { ...turn, seq: 1 };
      same(await store.startTurn({ ...key, turn }), stored, 'The started turn');
      same(await store.listTurns(key), [stored], 'The turns');
    },
  },
  {
    id: 'turn-seq',
    title: 'numbers the turns of each Blueprint 1, 2, 3 … and lists them in that order',
    run: async (store) => {
      const [scene, other] = [await blueprintScene(store), await blueprintScene(store)];
      for (const name of ['One', 'Two', 'Three']) {
        await scene.takeTurn(naming(name), { reply: name });
        await other.takeTurn([]);
      }
      const turns = await store.listTurns(scene.key);
      same(
        turns.map(({ seq, reply }) => [seq, reply]),
        [
          [1, 'One'],
          [2, 'Two'],
          [3, 'Three'],
        ],
        'The turns',
      );
    },
  },
  {
    id: 'one-running-turn',
    title: 'refuses a turn while another one is running, and names that one',
    run: async (store) => {
      const { key, created, records, start, takeTurn } = await blueprintScene(store);
      const running = await start();
      const second = records.turn(created);
      const error = await refused(
        store.startTurn({ ...key, turn: second }),
        'TURN_IN_PROGRESS',
        'A second turn',
      );
      same(error.details.turnId, running.id, 'The turn in the error');
      same(await store.listTurns(key), [running], 'The turns');
      await store.finishTurn({ ...key, result: records.turnResult({ blueprint: created, turn: running }) });
      await takeTurn([]);
    },
  },
  {
    id: 'one-running-turn-concurrent',
    title: 'lets exactly one of several turns begin that are started at the same time',
    run: async (store) => {
      const { key, start } = await blueprintScene(store);
      const outcomes = await Promise.allSettled(Array.from({ length: 5 }, () => start()));
      same(outcomes.filter(({ status }) => status === 'fulfilled').length, 1, 'The number of turns begun');
      same((await store.listTurns(key)).length, 1, 'The number of turns kept');
    },
  },
  {
    id: 'running-turns',
    title: 'lists the turns left running, over all tenants',
    run: async (store) => {
      const [one, two] = [await blueprintScene(store), await blueprintScene(store)];
      await one.takeTurn([]);
      const left = [
        { ...one.key, turn: await one.start() },
        { ...two.key, turn: await two.start() },
      ];
      const running = await store.listRunningTurns({});
      for (const { blueprintId, ...rest } of left) {
        const found = running.filter((turn) => turn.blueprintId === blueprintId);
        same(found, [{ blueprintId, ...rest }], 'The running turn');
      }
    },
  },
];

const finishing: readonly KitCase<BlueprintStore>[] = [
  {
    id: 'finish-applies',
    title:
      'ends a turn with its reply, who worded it, operations, content, hash and status as one new revision',
    run: async (store) => {
      const { key, created, records, start, now } = await blueprintScene(store);
      const turn = await start();
      const changes = naming('Task tracker');
      const usage = { inputTokens: 1_200, outputTokens: 80, cacheReadTokens: 900, cacheWriteTokens: 0 };
      const worded = { mode: 'model', model: 'some-model-2', usage } as const;
      const fields = { blueprintStatus: 'ready', ...worded } as const;
      const result = records.turnResult({ blueprint: created, turn, changes, fields });
      const { content, hash, reply, finishedAt } = result;
      const expected = {
        ...created,
        ...content,
        hash,
        revision: 1,
        status: 'ready',
        updatedAt: finishedAt,
      };
      same(await store.finishTurn({ ...key, result }), expected, 'The Blueprint given back');
      same(await now(), expected, 'The Blueprint');
      same(await store.listOperations(key), result.operations, 'The operations');
      const finished = { ...turn, ...worded, status: 'complete', reply, finishedAt, revision: 1 };
      same(await store.listTurns(key), [finished], 'The turns');
    },
  },
  {
    id: 'finish-without-operations',
    title: 'ends a turn that changed nothing without a new revision, and keeps the approval',
    run: async (store) => {
      const { key, created, records, takeTurn, now } = await blueprintScene(store);
      const approved = await store.approveBlueprint({ ...key, approval: records.approval(created) });
      const after = await takeTurn([], { status: 'failed', reply: 'Sorry.', blueprintStatus: 'approved' });
      const [turn] = await store.listTurns(key);
      same(after, { ...approved, updatedAt: turn?.finishedAt }, 'The Blueprint');
      same(await now(), after, 'The stored Blueprint');
      same([turn?.status, turn?.reply, turn?.revision], ['failed', 'Sorry.', 0], 'The turn');
    },
  },
  {
    id: 'finish-all-or-nothing',
    title: 'refuses the end of a turn begun on another revision, and writes nothing of it',
    run: async (store) => {
      const { key, created, records, start, everything } = await blueprintScene(store);
      const turn = await start({ baseRevision: 7, revision: 7 });
      const before = await everything();
      const result = records.turnResult({ blueprint: created, turn, changes: naming('Late') });
      await refused(store.finishTurn({ ...key, result }), 'REVISION_CONFLICT', 'The end of the turn');
      same(await everything(), before, 'The Blueprint');
    },
  },
  {
    id: 'finish-stale-without-operations',
    title: 'ends a turn begun on another revision when it changes nothing, so that the next one can begin',
    run: async (store) => {
      const { key, created, records, start, takeTurn, now } = await blueprintScene(store);
      const turn = await start({ baseRevision: 7, revision: 7 });
      const fields = { status: 'failed', blueprintStatus: 'discarded' } as const;
      await store.finishTurn({ ...key, result: records.turnResult({ blueprint: created, turn, fields }) });
      ensure((await now()).status === created.status, 'The status must stay.');
      await takeTurn(naming('Next'));
    },
  },
  {
    id: 'finish-once',
    title: 'ends a turn once: a second end, and the end of an unknown turn, are refused',
    run: async (store) => {
      const { key, created, records, start, everything } = await blueprintScene(store);
      const turn = await start();
      const result = records.turnResult({ blueprint: created, turn, changes: naming('Once') });
      const twice = [store.finishTurn({ ...key, result }), store.finishTurn({ ...key, result })];
      const outcomes = await Promise.allSettled(twice);
      same(outcomes.filter(({ status }) => status === 'fulfilled').length, 1, 'The number of ends');
      const after = await everything();
      await refused(store.finishTurn({ ...key, result }), 'NOT_FOUND', 'A second end');
      const unknown = records.turnResult({ blueprint: created, turn: records.turn(created) });
      await refused(store.finishTurn({ ...key, result: unknown }), 'NOT_FOUND', 'An unknown turn');
      same(await everything(), after, 'The Blueprint');
    },
  },
  {
    id: 'finish-own-turn',
    title: "does not end one Blueprint's turn through another Blueprint",
    run: async (store) => {
      const [scene, other] = [await blueprintScene(store), await blueprintScene(store)];
      const turn = await scene.start();
      const result = scene.records.turnResult({
        blueprint: scene.created,
        turn,
        changes: naming('Mixed up'),
      });
      const key = { ...scene.key, blueprintId: other.created.id, tenantId: other.created.tenantId };
      await refused(store.finishTurn({ ...key, result }), 'NOT_FOUND', "Another Blueprint's turn");
      ensure((await other.now()).revision === 0, 'The other Blueprint must not change.');
      same(await store.listTurns(scene.key), [turn], 'The turn');
    },
  },
];

export const turnCases: readonly KitCase<BlueprintStore>[] = [...starting, ...finishing];
