import type { ArchivedEvents, OperationStore } from '@orchard-studio/core';
import { same } from '../../kit/expect.ts';
import type { KitCase } from '../../kit/kit.ts';
import { createRecords } from '../../records/records.ts';
import { operationScene } from './operation-scene.ts';

const blob = (digit: string): string => digit.repeat(64);
const stretch = (firstSeq: number, lastSeq: number, digit = 'a'): ArchivedEvents => ({
  firstSeq,
  lastSeq,
  blob: blob(digit),
});

/** An operation with a log of ten events. */
async function withLog(store: OperationStore) {
  const scene = await operationScene(store);
  const { records, append, operationId, events } = scene;
  await append(...Array.from({ length: 8 }, (_, at) => records.event({ message: `line ${at}` })));
  const archive = (archived: ArchivedEvents) => store.archiveEvents({ operationId, archived });
  const archives = () => store.listArchives({ operationId });
  const seqs = async () => (await events()).map(({ seq }) => seq);
  return { ...scene, archive, archives, seqs };
}

export const archiveCases: readonly KitCase<OperationStore>[] = [
  {
    id: 'archive',
    title: 'moves stretches of a log out, from its beginning on, and goes on numbering after the last event',
    run: async (store) => {
      const { records, archive, archives, append, commit, events, load, operationId } = await withLog(store);
      const before = await events();
      const { operation } = await load();
      same(await archives(), [], 'The archives at first');
      const moved = [stretch(1, 4, 'a'), stretch(5, 5, 'b')];
      for (const one of moved) same(await archive(one), true, 'The answer');
      same(await archives(), moved, 'The archives');
      same(await events(), before.slice(5), 'The events that are left');
      same(await store.listEvents({ operationId, after: 2, limit: 2 }), before.slice(5, 7), 'A page');
      same(await store.listEvents({ operationId, after: 8 }), before.slice(8), 'The last page');
      same((await load()).operation, operation, 'The operation');
      await append(records.event({ message: 'more' }));
      const { lastSeq } = await commit({ events: [records.event()] });
      same(lastSeq, 12, 'The last number');
      same(
        (await events()).map(({ seq }) => seq),
        [6, 7, 8, 9, 10, 11, 12],
        'The numbers',
      );
    },
  },
  {
    id: 'archive-in-order',
    title: 'archives nothing that does not follow what was archived before, and nothing twice',
    run: async (store) => {
      const { archive, archives, seqs } = await withLog(store);
      same(await archive(stretch(2, 4)), false, 'The answer for a stretch that leaves out the first event');
      same(await archive(stretch(1, 3)), true, 'The answer for the beginning');
      const wrong = [stretch(1, 3, 'b'), stretch(3, 5), stretch(5, 6), stretch(4, 3), stretch(0, 5)];
      for (const one of wrong)
        same(await archive(one), false, `The answer for ${one.firstSeq} to ${one.lastSeq}`);
      same(await archives(), [stretch(1, 3)], 'The archives');
      same(await seqs(), [4, 5, 6, 7, 8, 9, 10], 'The numbers');
      const operationId = createRecords().operation().id;
      const archived = stretch(1, 1);
      same(
        await store.archiveEvents({ operationId, archived }),
        false,
        'The answer for an unknown operation',
      );
      same(await store.listArchives({ operationId }), [], 'The archives of an unknown operation');
    },
  },
  {
    id: 'archive-keeps-last',
    title: 'keeps the last event of a log, always',
    run: async (store) => {
      const { archive, archives, seqs } = await withLog(store);
      for (const last of [10, 11, 999])
        same(await archive(stretch(1, last)), false, `The answer for 1 to ${last}`);
      same(await archives(), [], 'The archives');
      same(await archive(stretch(1, 9)), true, 'The answer for all but the last');
      same(await seqs(), [10], 'The numbers');
    },
  },
  {
    id: 'archive-concurrent',
    title: 'lets one of several archivers have a stretch',
    run: async (store) => {
      const { archive, archives, seqs } = await withLog(store);
      const answers = await Promise.all(['a', 'b', 'c', 'd'].map((digit) => archive(stretch(1, 6, digit))));
      same(answers.filter((answer) => answer).length, 1, 'How many had it');
      same(await archives(), [stretch(1, 6, 'abcd'[answers.indexOf(true)])], 'The archives');
      same(await seqs(), [7, 8, 9, 10], 'The numbers');
    },
  },
];
