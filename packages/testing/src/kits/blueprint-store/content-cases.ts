import {
  type BlueprintChange,
  type BlueprintStore,
  contentOf,
  foldOperations,
  type JsonValue,
} from '@orchard-studio/core';
import { same } from '../../kit/expect.ts';
import type { KitCase } from '../../kit/kit.ts';
import { scribble } from '../../kit/scribble.ts';
import { HOSTILE_TEXT, HOSTILE_TEXTS } from '../../records/hostile-texts.ts';
import { blueprintScene, naming } from './blueprint-scene.ts';

const MAX_TEXT = 4_000;
const MAX_MESSAGE = 20_000;

const claim = (id: number, text: string): JsonValue => ({
  id: `clm_${String(id).padStart(22, '0')}`,
  text,
  source: { kind: 'message', id: 'trn', quote: text.slice(0, 500) },
  outcome: 'parked',
  landedAt: [],
  reason: text,
});

const addClaim = (id: number, text: string): BlueprintChange => ({
  op: 'add',
  path: '/claims',
  value: claim(id, text || 'x'),
});

export const contentCases: readonly KitCase<BlueprintStore>[] = [
  {
    id: 'operation-log',
    title: 'lists operations in log order, by range of revisions; their fold is the content',
    run: async (store) => {
      const { key, takeTurn, now } = await blueprintScene(store);
      await takeTurn([addClaim(1, 'one'), addClaim(2, 'two'), addClaim(3, 'three')]);
      await takeTurn([]);
      await takeTurn([...naming('Shop'), { op: 'remove', path: `/claims/clm_${'1'.padStart(22, '0')}` }]);
      await takeTurn(naming('Better shop'));
      const all = await store.listOperations(key);
      same(
        all.map(({ revision, op }) => [revision, op]),
        [
          [1, 'add'],
          [1, 'add'],
          [1, 'add'],
          [2, 'set'],
          [2, 'remove'],
          [3, 'set'],
        ],
        'The log',
      );
      same(foldOperations(all), contentOf(await now()), 'The fold');
      same(await store.listOperations({ ...key, after: 1 }), all.slice(3), 'After revision 1');
      same(await store.listOperations({ ...key, upTo: 1 }), all.slice(0, 3), 'Up to revision 1');
      same(await store.listOperations({ ...key, after: 1, upTo: 2 }), all.slice(3, 5), 'Revision 2');
      same(await store.listOperations({ ...key, after: 3 }), [], 'After the last revision');
    },
  },
  {
    id: 'immutable',
    title: 'keeps its state apart from the records callers hold',
    run: async (store) => {
      const scene = await blueprintScene(store);
      const { key, records, created } = scene;
      const turn = records.turn(created);
      const result = records.turnResult({ blueprint: created, turn, changes: [addClaim(1, 'said')] });
      const approval = { ...records.approval(created), revision: 1, hash: result.hash };
      const originals = structuredClone({ turn, result, approval });
      const calls = [
        { record: turn, call: () => store.startTurn({ ...key, turn }) },
        { record: result, call: () => store.finishTurn({ ...key, result }) },
        { record: approval, call: () => store.approveBlueprint({ ...key, approval }) },
      ];
      for (const { record, call } of calls) {
        const pending = call();
        scribble(record);
        scribble(await pending);
      }
      for (const given of [created, await scene.everything(), await store.listRunningTurns({})])
        scribble(given);
      const blueprint = await scene.now();
      same(contentOf(blueprint), originals.result.content, 'The content');
      same(blueprint.approval, originals.approval, 'The approval');
      same((await store.listTurns(key))[0]?.message, originals.turn.message, 'The message');
      same(await store.listOperations(key), originals.result.operations, 'The operations');
    },
  },
  {
    id: 'hostile-text',
    title: 'keeps hostile messages, replies and content as they are',
    run: async (store) => {
      const { key, records, now, start } = await blueprintScene(store);
      for (const [at, text] of HOSTILE_TEXTS.entries()) {
        const blueprint = await now();
        const turn = await start({ message: text });
        const changes = [
          addClaim(at, text.slice(0, MAX_TEXT)),
          { op: 'set' as const, path: '/summary', value: text.slice(0, MAX_TEXT) },
        ];
        const result = records.turnResult({ blueprint, turn, changes, fields: { reply: text } });
        await store.finishTurn({ ...key, result });
        same(contentOf(await now()), result.content, 'The content');
        same(await store.listOperations({ ...key, after: at }), result.operations, 'The operations');
        const last = (await store.listTurns(key)).at(-1);
        same([last?.message, last?.reply], [text, text], 'The message and the reply');
      }
    },
  },
  {
    id: 'big-content',
    title: 'keeps a message of full length and a content of a megabyte',
    run: async (store) => {
      const { key, records, created, now, start } = await blueprintScene(store);
      const message = HOSTILE_TEXT.repeat(2).slice(0, MAX_MESSAGE);
      const turn = await start({ message });
      const changes = Array.from({ length: 150 }, (_, at) => addClaim(at, HOSTILE_TEXT.slice(0, MAX_TEXT)));
      const result = records.turnResult({ blueprint: created, turn, changes });
      await store.finishTurn({ ...key, result });
      same(contentOf(await now()), result.content, 'The content');
      same(await store.listOperations(key), result.operations, 'The operations');
      same((await store.listTurns(key))[0]?.message, message, 'The message');
    },
  },
];
