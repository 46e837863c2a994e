import type { TenantId } from '../ids.ts';

/** Whom a ticket lets in. */
export interface TicketHolder {
  readonly tenantId: TenantId;
  readonly userId: string;
}

/**
 * Keeps one-use tickets by their SHA-256, never the tickets themselves. Instants are ISO-8601 UTC with milliseconds, and
 * all of them the caller's: the store looks at no clock.
 */
export interface TicketStore {
  readonly specVersion: 'v1';
  /**
   * Stores a ticket, and deletes those that have expired by `now`.
   *
   * @param request.hash - 64 lower-case hex digits
   * @param request.expiresAt - the first instant at which it is no longer good
   * @throws INVALID_INPUT when the hash is taken; the earlier ticket stays as it is.
   */
  putTicket(
    request: TicketHolder & { readonly hash: string; readonly expiresAt: string; readonly now: string },
  ): Promise<void>;
  /**
   * Takes a ticket out of the store, expired or not. Of any number of takes, over any number of processes, one gets it.
   *
   * @returns whom it lets in; undefined when it is unknown, taken or expired. After an error it may be gone all the same.
   */
  takeTicket(request: { readonly hash: string; readonly now: string }): Promise<TicketHolder | undefined>;
}
