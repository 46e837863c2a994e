import { type JsonObject, type Operation, type OperationStore, sha256Hex } from '@orchard-studio/core';
import { same } from '../../kit/expect.ts';
import type { KitCase } from '../../kit/kit.ts';
import { createRecords } from '../../records/records.ts';
import { operationScene } from './operation-scene.ts';

const FOREVER = '9999-01-01T00:00:00.000Z';
const AT = '2026-03-01T00:00:00.000Z';

/** Hashes that no other case uses, in order. */
const newHashes = (count: number): readonly string[] =>
  Array.from({ length: count }, () => sha256Hex(createRecords().tenantId)).sort();
const reference = ($artifact = ''): JsonObject => ({ $artifact, bytes: 70_000 });

/** Which of these blobs are used by nobody, by what the store says page by page. */
async function unusedOf(store: OperationStore, hashes: readonly string[]): Promise<readonly string[]> {
  const all: string[] = [];
  for (let page = await store.listUnusedBlobs({ limit: 2 }); page.length > 0; ) {
    all.push(...page);
    page = await store.listUnusedBlobs({ after: page.at(-1) ?? '', limit: 2 });
  }
  return all.filter((hash) => hashes.includes(hash));
}

const remove = (store: OperationStore, operationId: Operation['id']): Promise<boolean> =>
  store.deleteOperation({ operationId, endedBefore: FOREVER });

export const blobCases: readonly KitCase<OperationStore>[] = [
  {
    id: 'blobs-used',
    title:
      'knows the blobs of an operation: of its archives, inputs, outputs, and of all its steps ever put out',
    run: async (store) => {
      const hashes = newHashes(7);
      const [inInputs, replaced, inStep, deep, inText, inOutputs, archive = ''] = hashes;
      const { records, commit, operationId } = await operationScene(store, {
        inputs: { big: reference(inInputs) },
      });
      const done = (outputs: JsonObject) =>
        records.step({ key: 'first', status: 'succeeded', attempt: 1, epoch: 1, outputs });
      await commit({ steps: [done({ report: reference(replaced) })] });
      const text = JSON.stringify({ big: reference(inText) });
      const outputs = { report: reference(inStep), list: [{ at: reference(deep) }], text };
      await commit({ steps: [done(outputs)] });
      await commit({
        operation: { status: 'succeeded', finishedAt: AT, outputs: { all: reference(inOutputs) } },
      });
      await store.archiveEvents({ operationId, archived: { firstSeq: 1, lastSeq: 1, blob: archive } });
      same(await unusedOf(store, hashes), [], 'The unused ones while it is there');
      await remove(store, operationId);
      same(await unusedOf(store, hashes), hashes, 'The unused ones when it is gone');
    },
  },
  {
    id: 'blobs-shared',
    title: 'keeps a blob in use as long as one operation uses it, a copy of an earlier one included',
    run: async (store) => {
      const [shared = ''] = newHashes(1);
      const [first, records] = [await operationScene(store), createRecords()];
      const step = records.step({ key: 'first', status: 'succeeded', outputs: { big: reference(shared) } });
      await first.commit({ operation: { status: 'succeeded', finishedAt: AT }, steps: [step] });
      const copy = records.newOperation({ status: 'succeeded', finishedAt: AT });
      await store.createOperation({ ...copy, steps: [step, ...copy.steps.slice(1)] });
      await remove(store, first.operationId);
      same(await unusedOf(store, [shared]), [], 'The unused ones while the copy is there');
      await remove(store, copy.operation.id);
      same(await unusedOf(store, [shared]), [shared], 'The unused ones when both are gone');
    },
  },
  {
    id: 'blobs-forgotten',
    title: 'forgets blobs that are gone, but not those that are used again',
    run: async (store) => {
      const hashes = newHashes(2);
      const [gone = '', again = ''] = hashes;
      const inputs = { list: hashes.map(reference) };
      const use = (fields: Partial<Operation>) =>
        createRecords().newOperation({ status: 'failed', finishedAt: AT, ...fields });
      const [first, second] = [use({ inputs }), use({ inputs: { one: reference(again) } })];
      await store.createOperation(first);
      await remove(store, first.operation.id);
      await store.createOperation(second);
      await store.forgetBlobs({ hashes });
      same(await unusedOf(store, hashes), [], 'The unused ones');
      await remove(store, second.operation.id);
      same(await unusedOf(store, hashes), [again], 'The unused ones after that');
      await store.forgetBlobs({ hashes: [gone, again, 'f'.repeat(64)] });
      await store.forgetBlobs({ hashes: [] });
      same(await unusedOf(store, hashes), [], 'The unused ones at last');
    },
  },
];
