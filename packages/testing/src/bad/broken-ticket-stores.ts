import type { TicketHolder, TicketStore } from '@orchard-studio/core';
import { idTaken } from '@orchard-studio/core/memory';
import type { BrokenAdapter } from './broken-adapter.ts';

type Put = Parameters<TicketStore['putTicket']>[0];
type Tickets = Map<string, Put>;

interface Methods {
  put(tickets: Tickets, request: Put): void;
  take(tickets: Tickets, request: { readonly hash: string; readonly now: string }): TicketHolder | undefined;
}

const copy = (ticket: Put): Put => ({ ...ticket });
const holder = ({ tenantId, userId }: Put): TicketHolder => ({ tenantId, userId });

const right: Methods = {
  put: (tickets, request) => {
    for (const [hash, { expiresAt }] of tickets) if (expiresAt <= request.now) tickets.delete(hash);
    if (tickets.has(request.hash)) throw idTaken('ticket', request.hash);
    tickets.set(request.hash, copy(request));
  },
  take: (tickets, { hash, now }) => {
    const ticket = tickets.get(hash);
    tickets.delete(hash);
    return ticket === undefined || ticket.expiresAt <= now ? undefined : holder(ticket);
  },
};

/** A store that does right what is not given. */
function store(methods: Partial<Methods>): TicketStore {
  const tickets: Tickets = new Map();
  const { put, take } = { ...right, ...methods };
  return {
    specVersion: 'v1',
    putTicket: async (request) => put(tickets, request),
    takeTicket: async (request) => take(tickets, request),
  };
}

/** Reads the ticket, waits as a database makes one wait, and deletes it: two at once get the same. */
function readsThenDeletes(): TicketStore {
  const tickets: Tickets = new Map();
  return {
    specVersion: 'v1',
    putTicket: async (request) => right.put(tickets, request),
    takeTicket: async ({ hash, now }) => {
      const ticket = tickets.get(hash);
      await Promise.resolve();
      tickets.delete(hash);
      return ticket === undefined || ticket.expiresAt <= now ? undefined : holder(ticket);
    },
  };
}

const keepsTheTicket = (): TicketStore =>
  store({
    take: (tickets, { hash, now }) => {
      const ticket = tickets.get(hash);
      if (ticket === undefined) return undefined;
      if (ticket.expiresAt > now) return holder(ticket);
      tickets.delete(hash);
      return undefined;
    },
  });

const forgetsExpiry = (): TicketStore =>
  store({ take: (tickets, { hash }) => right.take(tickets, { hash, now: '' }) });

const countsTheLastInstant = (): TicketStore =>
  store({
    take: (tickets, { hash, now }) => {
      const expiresAt = tickets.get(hash)?.expiresAt;
      return right.take(tickets, { hash, now: expiresAt === now ? '' : now });
    },
  });

const leavesTheExpired = (): TicketStore =>
  store({
    take: (tickets, { hash, now }) =>
      (tickets.get(hash)?.expiresAt ?? '') <= now ? undefined : right.take(tickets, { hash, now }),
  });

const neverSweeps = (): TicketStore =>
  store({ put: (tickets, request) => right.put(tickets, { ...request, now: '' }) });

const sweepsEarly = (): TicketStore =>
  store({
    put: (tickets, request) => {
      const soon = new Date(Date.parse(request.now) + 1_000).toISOString();
      right.put(tickets, { ...request, now: soon });
      tickets.set(request.hash, copy(request));
    },
  });

const keepsOneForEachHolder = (): TicketStore =>
  store({
    put: (tickets, request) => {
      const { tenantId, userId } = request;
      for (const [hash, ticket] of tickets) {
        const same = ticket.tenantId === tenantId && ticket.userId === userId;
        if (same && hash !== request.hash) tickets.delete(hash);
      }
      right.put(tickets, request);
    },
  });

const letsAHashBeReplaced = (): TicketStore =>
  store({
    put: (tickets, request) => {
      tickets.delete(request.hash);
      right.put(tickets, request);
    },
  });

const sharesItsState = (): TicketStore =>
  store({
    put: (tickets, request) => {
      right.put(tickets, request);
      tickets.set(request.hash, request);
    },
  });

const trimsNames = (): TicketStore =>
  store({ put: (tickets, request) => right.put(tickets, { ...request, userId: request.userId.trim() }) });

/** Ticket stores that the kit must refuse. */
export const brokenTicketStores: readonly BrokenAdapter<TicketStore>[] = [
  { fault: 'keeps what was taken', caughtBy: ['once', 'concurrent-takes'], make: keepsTheTicket },
  { fault: 'reads a ticket before it deletes it', caughtBy: ['concurrent-takes'], make: readsThenDeletes },
  { fault: 'forgets that tickets expire', caughtBy: ['expired'], make: forgetsExpiry },
  { fault: 'counts the last instant', caughtBy: ['expired'], make: countsTheLastInstant },
  { fault: 'leaves an expired ticket', caughtBy: ['expired-taken'], make: leavesTheExpired },
  { fault: 'never sweeps', caughtBy: ['sweep'], make: neverSweeps },
  { fault: 'sweeps a second early', caughtBy: ['sweep'], make: sweepsEarly },
  { fault: 'keeps one ticket for each holder', caughtBy: ['several'], make: keepsOneForEachHolder },
  { fault: 'lets a hash be replaced', caughtBy: ['hash-taken'], make: letsAHashBeReplaced },
  { fault: 'keeps the callers’ objects', caughtBy: ['immutable'], make: sharesItsState },
  { fault: 'trims names', caughtBy: ['hostile-text'], make: trimsNames },
];
