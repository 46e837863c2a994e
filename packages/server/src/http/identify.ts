import { OrchardError } from '@orchard-studio/core';
import type { Tickets } from '../use-cases/tickets.ts';
import type { Authenticate, Principal } from './principal.ts';

/** Who makes a request, and whether they still are who they were. */
export interface Identity {
  readonly principal: Principal;
  /** The principal as of now; undefined when it is another one, or none. */
  readonly again: () => Promise<Principal | undefined>;
}

/** Who knows who somebody is. */
interface Doors {
  readonly authenticate: Authenticate;
  readonly orchard: { readonly tickets: Tickets };
}

async function bySession(doors: Doors, request: Request): Promise<Identity> {
  const principal = await doors.authenticate(request);
  if (principal === undefined) throw new OrchardError('UNAUTHENTICATED', 'Sign in first.');
  const again = async (): Promise<Principal | undefined> => {
    const now = await doors.authenticate(request);
    return now?.tenantId === principal.tenantId && now.userId === principal.userId ? now : undefined;
  };
  return { principal, again };
}

/** The request carries no session that could end: what may change is what `authorize` says. */
async function byTicket({ orchard }: Doors, ticket: string): Promise<Identity> {
  const principal = await orchard.tickets.take(ticket);
  if (principal === undefined) {
    // One answer to all of them: a stranger learns nothing of the tickets there are.
    throw new OrchardError('UNAUTHENTICATED', 'The ticket is unknown, used or expired; ask for a new one.');
  }
  return { principal, again: async () => principal };
}

/**
 * Finds out who makes a request: by the ticket in its address, where there is one, and only by that; else by what
 * `authenticate` says.
 *
 * @throws UNAUTHENTICATED
 */
export function identify(doors: Doors, request: Request, ticket: string | undefined): Promise<Identity> {
  return ticket === undefined ? bySession(doors, request) : byTicket(doors, ticket);
}
