import type { TicketHolder, TicketStore } from '../ports/ticket-store.ts';
import { idTaken } from './rules/refusals.ts';

type Put = Parameters<TicketStore['putTicket']>[0];
type Take = Parameters<TicketStore['takeTicket']>[0];

/** Tickets in this process's memory: good for one server process only. */
export class MemoryTicketStore implements TicketStore {
  readonly specVersion = 'v1';
  readonly #tickets = new Map<string, TicketHolder & { readonly expiresAt: string }>();

  async putTicket({ hash, tenantId, userId, expiresAt, now }: Put): Promise<void> {
    for (const [known, ticket] of this.#tickets) {
      if (ticket.expiresAt <= now) this.#tickets.delete(known);
    }
    if (this.#tickets.has(hash)) throw idTaken('ticket', hash);
    this.#tickets.set(hash, { tenantId, userId, expiresAt });
  }

  async takeTicket({ hash, now }: Take): Promise<TicketHolder | undefined> {
    const ticket = this.#tickets.get(hash);
    this.#tickets.delete(hash);
    if (ticket === undefined || ticket.expiresAt <= now) return undefined;
    return { tenantId: ticket.tenantId, userId: ticket.userId };
  }
}
