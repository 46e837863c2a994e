import { randomIdBody, type StreamTicket, sha256Hex, type TicketHolder } from '@orchard-studio/core';
import type { Ports } from '../config.ts';

/** Let the holder of a ticket open one stream, where a page cannot say otherwise who it is. */
export interface Tickets {
  /** A ticket that lets its holder in once, soon. It is told here only: the store keeps its hash. */
  issue(holder: TicketHolder): Promise<StreamTicket>;
  /** Whom a ticket lets in; undefined when it is no ticket, unknown, used or expired. It is used up by that. */
  take(ticket: string): Promise<TicketHolder | undefined>;
}

/** How long a ticket is good. */
const TICKET_MS = 30_000;
const TICKET = /^tkt_[0-9A-Za-z]{22}$/;

/** @param ticketMs - how long a ticket is good, in milliseconds. Default 30000. */
export function createTickets({ storage, clock }: Ports, ticketMs: number = TICKET_MS): Tickets {
  return {
    issue: async ({ tenantId, userId }) => {
      // Not of the host's IdGenerator: its ids need not be hard to guess. This is 131 random bits.
      const ticket = `tkt_${randomIdBody()}`;
      const now = clock.now();
      const expiresAt = new Date(now.getTime() + ticketMs).toISOString();
      const hash = sha256Hex(ticket);
      await storage.tickets.putTicket({ hash, tenantId, userId, expiresAt, now: now.toISOString() });
      return { ticket, expiresAt };
    },
    take: async (ticket) => {
      if (!TICKET.test(ticket)) return undefined;
      return storage.tickets.takeTicket({ hash: sha256Hex(ticket), now: clock.now().toISOString() });
    },
  };
}
