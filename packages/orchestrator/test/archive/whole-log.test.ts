import { foldEvents, type JsonValue, type NewOperationEvent } from '@orchard-studio/core';
import { createMemoryStorage } from '@orchard-studio/core/memory';
import { createRecords, operationStoreKit, registerKit } from '@orchard-studio/testing';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { pack, segmentOf } from '../../src/archive/segment.ts';
import { withArchive } from '../../src/index.ts';
import { PROVE } from '../durability/prove.ts';

const runner = { describe, it };

describe('a store with an archive, of which nothing is archived', () => {
  // The cases of archives look at the ledger below it.
  const cases = operationStoreKit.cases.filter(({ id }) => !id.startsWith('archive'));
  registerKit(
    { ...operationStoreKit, cases },
    () => {
      const { operations, blobs } = createMemoryStorage();
      return withArchive(operations, blobs);
    },
    runner,
  );
});

const json = fc.json().map((text): JsonValue => JSON.parse(text));

const event = fc.record(
  {
    type: fc.constantFrom('log', 'step', 'progress', 'operation', 'complete'),
    timestamp: fc.constant('2026-01-01T00:00:00.000Z'),
    status: fc.constantFrom('in_progress', 'complete', 'failed'),
    message: fc.string({ unit: 'binary', maxLength: 40 }),
    progress: fc.double({ min: 0, max: 1, noNaN: true }),
    step: fc.constantFrom('first', 'second'),
    data: fc.dictionary(fc.string({ unit: 'binary', maxLength: 8 }), json),
  },
  { requiredKeys: ['type', 'timestamp'] },
) satisfies fc.Arbitrary<NewOperationEvent>;

const counts = fc.record({
  rounds: fc.array(fc.array(event, { minLength: 1, maxLength: 30 }), { minLength: 1, maxLength: 4 }),
  cuts: fc.array(fc.nat(12), { maxLength: 12 }),
  limit: fc.integer({ min: 1, max: 40 }),
  after: fc.integer({ min: -1, max: 130 }),
});

describe('a log of which a beginning is archived', () => {
  it('reads the same, for any log, cuts, pages and cursors', async () => {
    await fc.assert(
      fc.asyncProperty(counts, async ({ rounds, cuts, limit, after }) => {
        const { operations, blobs } = createMemoryStorage();
        const store = withArchive(operations, blobs);
        const made = createRecords().newOperation();
        const operationId = made.operation.id;
        await store.createOperation(made);
        const left = [...cuts];
        for (const [ifVersion, events] of rounds.entries()) {
          await store.commitTransition({ operationId, ifVersion, steps: [], events });
          // Archived in pieces of any length, between what a resumed operation adds.
          for (let size = left.pop(); size !== undefined && size > 0; size = left.pop()) {
            const from = (await operations.listArchives({ operationId })).at(-1)?.lastSeq ?? 0;
            const segment = segmentOf(await operations.listEvents({ operationId, after: from, limit: size }));
            if (segment === undefined) break;
            const { firstSeq, lastSeq } = segment;
            const { hash } = await blobs.put({ bytes: await pack(segment.text) });
            await operations.archiveEvents({ operationId, archived: { firstSeq, lastSeq, blob: hash } });
          }
        }
        const plain = createMemoryStorage().operations;
        await plain.createOperation(made);
        for (const [ifVersion, events] of rounds.entries())
          await plain.commitTransition({ operationId, ifVersion, steps: [], events });
        const whole = await plain.listEvents({ operationId, after: 0 });
        const request = { operationId, after, limit };
        expect(await store.listEvents(request)).toEqual(await plain.listEvents(request));
        const read = [];
        for (let page = await store.listEvents({ operationId, after: 0, limit }); ; ) {
          read.push(...page);
          if (page.length < limit) break;
          page = await store.listEvents({ operationId, after: page.at(-1)?.seq ?? 0, limit });
        }
        expect(read).toEqual(whole);
        expect(foldEvents(read)).toEqual(foldEvents(whole));
      }),
      { numRuns: PROVE ? 3_000 : 60 },
    );
  });
});
