import type { OperationStore } from '@orchard-studio/core';
import { same, settled } from '../../kit/expect.ts';
import type { KitCase } from '../../kit/kit.ts';
import { operationScene } from './operation-scene.ts';

const upTo = (count: number): readonly number[] => Array.from({ length: count }, (_, at) => at + 1);

export const eventCases: readonly KitCase<OperationStore>[] = [
  {
    id: 'gap-free',
    title: 'numbers events 1, 2, 3 … without gaps, whatever appends and commits at the same time',
    run: async (store) => {
      const { records, append, commit, events, load } = await operationScene(store);
      const batch = (name: string) =>
        ['a', 'b', 'c'].map((part) => records.event({ message: `${name}${part}` }));
      const transitions = async (): Promise<number[]> => {
        const seqs: number[] = [];
        for (let round = 0; round < 5; round += 1) {
          seqs.push((await commit({ events: batch(`commit ${round} `) })).lastSeq);
        }
        return seqs;
      };
      const appends = Array.from({ length: 15 }, (_, at) => append(...batch(`append ${at} `)));
      const [committed, ...answers] = await Promise.all([transitions(), ...appends]);
      same(new Set(answers), new Set(['written']), 'The answers');
      const log = await events();
      same(
        log.map(({ seq }) => seq),
        upTo(2 + 20 * 3),
        'The numbers',
      );
      const ends = log.flatMap(({ message, seq }) => (/^commit.*c$/.test(message ?? '') ? [seq] : []));
      same(committed, ends, 'The last numbers given back');
      same((await load()).operation.lastSeq, log.length, "The operation's last number");
      const parts = log.slice(2).map(({ message }) => message?.at(-1));
      same(parts.join(''), 'abc'.repeat(20), 'The order within each call');
    },
  },
  {
    id: 'refusals-burn-nothing',
    title: 'uses up no number for a call that it refuses',
    run: async (store) => {
      const { records, append, commit, events, fence } = await operationScene(store);
      const late = [records.event({ message: 'late' })];
      await settled(commit({ ifVersion: 0, events: late }));
      await settled(store.appendStepEvents({ entries: [{ fence: { ...fence, epoch: 9 }, events: late }] }));
      await append(records.event());
      const seqs = (await events()).map(({ seq }) => seq);
      same(seqs, upTo(seqs.length), 'The numbers');
    },
  },
  {
    id: 'append-keeps-version',
    title: 'adds events and beats of a running step without a new version',
    run: async (store) => {
      const { records, append, fence, load } = await operationScene(store);
      const { operation } = await load();
      same(await append(records.event(), records.event()), 'written', 'The answer');
      same(await append(), 'written', 'The answer to an empty append');
      await store.beat({ leaseMs: 1_000, reports: [{ fence }] });
      same((await load()).operation, { ...operation, lastSeq: 4 }, 'The operation');
    },
  },
  {
    id: 'event-pages',
    title: 'lists the events after a number, at most as many as asked for, 1,000 unless told',
    run: async (store) => {
      const { records, append, operationId } = await operationScene(store);
      await append(...Array.from({ length: 1_100 }, (_, at) => records.event({ message: `line ${at}` })));
      const page = async (after: number, limit?: number) => {
        const request = { operationId, after, ...(limit === undefined ? {} : { limit }) };
        return (await store.listEvents(request)).map(({ seq }) => seq);
      };
      same(await page(0), upTo(1_000), 'The first page');
      same(
        await page(1_000),
        upTo(102).map((at) => at + 1_000),
        'The second page',
      );
      same(await page(5, 3), [6, 7, 8], 'A small page');
      same(await page(1_102), [], 'The page after the last event');
      same(await page(9_999), [], 'A page beyond the log');
    },
  },
];
