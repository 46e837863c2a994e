import { randomUUID } from 'node:crypto';
import { sha256Hex, type TicketStore } from '@orchard-studio/core';
import { refused, same } from '../kit/expect.ts';
import type { Kit, KitCase } from '../kit/kit.ts';
import { scribble } from '../kit/scribble.ts';
import { HOSTILE_TEXTS } from '../records/hostile-texts.ts';
import { newTenantId } from '../records/record-source.ts';

type Ticket = Parameters<TicketStore['putTicket']>[0];

const START = Date.parse('2026-01-01T00:00:00.000Z');
/** The instant so many milliseconds after the tickets of a case are put. */
const at = (ms: number): string => new Date(START + ms).toISOString();
const LIFE_MS = 30_000;
const SOON = at(1);
const LATER = at(LIFE_MS);

/** A ticket that is put at the start and good for 30 seconds. */
const ticket = (fields: Partial<Ticket> = {}): Ticket => ({
  hash: sha256Hex(randomUUID()),
  tenantId: newTenantId(),
  userId: 'ann',
  expiresAt: LATER,
  now: at(0),
  ...fields,
});
const holder = ({ tenantId, userId }: Ticket) => ({ tenantId, userId });

const uses: readonly KitCase<TicketStore>[] = [
  {
    id: 'round-trip',
    title: 'gives a ticket’s holder, and nothing for a hash it has not seen',
    run: async (store) => {
      const put = ticket();
      await store.putTicket(put);
      same(await store.takeTicket({ hash: ticket().hash, now: SOON }), undefined, 'An unknown ticket');
      same(await store.takeTicket({ hash: put.hash, now: SOON }), holder(put), 'The holder');
    },
  },
  {
    id: 'once',
    title: 'gives a ticket out once',
    run: async (store) => {
      const { hash, ...rest } = ticket();
      await store.putTicket({ hash, ...rest });
      await store.takeTicket({ hash, now: SOON });
      same(await store.takeTicket({ hash, now: SOON }), undefined, 'A used ticket');
      same(await store.takeTicket({ hash, now: at(2) }), undefined, 'A used ticket later');
    },
  },
  {
    id: 'several',
    title: 'keeps several tickets of one holder apart',
    run: async (store) => {
      const first = ticket();
      const second = ticket({ ...holder(first) });
      const other = ticket({ tenantId: first.tenantId, userId: 'bob' });
      for (const put of [first, second, other]) await store.putTicket(put);
      for (const { hash, ...put } of [second, other, first]) {
        const { tenantId, userId } = put;
        same(await store.takeTicket({ hash, now: SOON }), { tenantId, userId }, 'The holder');
      }
    },
  },
  {
    id: 'concurrent-takes',
    title: 'lets exactly one of many win that take a ticket at the same time',
    run: async (store) => {
      for (let round = 0; round < 3; round += 1) {
        const put = ticket();
        await store.putTicket(put);
        const takes = Array.from({ length: 20 }, () => store.takeTicket({ hash: put.hash, now: SOON }));
        const won = (await Promise.all(takes)).filter((taken) => taken !== undefined);
        same(won, [holder(put)], 'What the winners got');
      }
    },
  },
];

const expiry: readonly KitCase<TicketStore>[] = [
  {
    id: 'expired',
    title: 'holds a ticket good until the instant it expires, and not at it',
    run: async (store) => {
      const [good, late, long] = [ticket(), ticket(), ticket()];
      for (const put of [good, late, long]) await store.putTicket(put);
      const before = await store.takeTicket({ hash: good.hash, now: at(LIFE_MS - 1) });
      same(before, holder(good), 'One millisecond before');
      same(await store.takeTicket({ hash: late.hash, now: LATER }), undefined, 'At the instant');
      const day = at(86_400_000);
      same(await store.takeTicket({ hash: long.hash, now: day }), undefined, 'A day after');
    },
  },
  {
    id: 'expired-taken',
    title: 'deletes an expired ticket that somebody asks for',
    run: async (store) => {
      const { hash, ...rest } = ticket();
      await store.putTicket({ hash, ...rest });
      await store.takeTicket({ hash, now: LATER });
      same(await store.takeTicket({ hash, now: SOON }), undefined, 'The ticket, by a clock that is behind');
    },
  },
  {
    id: 'sweep',
    title: 'deletes the expired tickets when another is put, and no others',
    run: async (store) => {
      const [old, edge] = [ticket(), ticket({ expiresAt: at(LIFE_MS + 1) })];
      for (const put of [old, edge]) await store.putTicket(put);
      await store.putTicket(ticket({ now: LATER, expiresAt: at(2 * LIFE_MS) }));
      same(await store.takeTicket({ hash: old.hash, now: SOON }), undefined, 'The expired one');
      same(await store.takeTicket({ hash: edge.hash, now: LATER }), holder(edge), 'The good one');
    },
  },
  {
    id: 'concurrent-puts',
    title: 'stores tickets that are put at the same time, whoever deletes the expired ones',
    run: async (store) => {
      for (let count = 0; count < 20; count += 1) await store.putTicket(ticket());
      const puts = Array.from({ length: 20 }, () => ticket({ now: LATER, expiresAt: at(2 * LIFE_MS) }));
      await Promise.all(puts.map((put) => store.putTicket(put)));
      const taken = await Promise.all(puts.map(({ hash }) => store.takeTicket({ hash, now: LATER })));
      same(taken, puts.map(holder), 'The holders');
    },
  },
];

const records: readonly KitCase<TicketStore>[] = [
  {
    id: 'hash-taken',
    title: 'refuses a hash that is taken, and keeps the first ticket',
    run: async (store) => {
      const put = ticket();
      await store.putTicket(put);
      const thief = ticket({ hash: put.hash, userId: 'mallory' });
      await refused(store.putTicket(thief), 'INVALID_INPUT', 'A taken hash');
      same(await store.takeTicket({ hash: put.hash, now: SOON }), holder(put), 'The first holder');
    },
  },
  {
    id: 'immutable',
    title: 'keeps its state apart from the records callers hold',
    run: async (store) => {
      const put = ticket();
      const original = structuredClone(put);
      const putting = store.putTicket(put);
      scribble(put);
      await putting;
      const taken = await store.takeTicket({ hash: original.hash, now: SOON });
      same(taken, holder(original), 'The holder');
    },
  },
  {
    id: 'hostile-text',
    title: 'keeps hostile names of users as they are, and finds nothing by a hostile hash',
    run: async (store) => {
      for (const text of HOSTILE_TEXTS) {
        const put = ticket({ userId: text });
        await store.putTicket(put);
        same(await store.takeTicket({ hash: text, now: SOON }), undefined, 'A text that is no hash');
        same(await store.takeTicket({ hash: put.hash, now: SOON }), holder(put), 'The holder');
      }
    },
  },
];

/** What every {@link TicketStore} must do. The subject is an empty (or shared) store. */
export const ticketStoreKit: Kit<TicketStore> = {
  port: 'ticket-store',
  cases: [...uses, ...expiry, ...records],
};
