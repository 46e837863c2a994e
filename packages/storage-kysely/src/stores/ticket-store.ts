import type { TicketStore } from '@orchard-studio/core';
import { idTaken } from '@orchard-studio/core/memory';
import type { Database } from '../database.ts';

/** One-use tickets in a database. */
export function createTicketStore(database: Database): TicketStore {
  return {
    specVersion: 'v1',
    putTicket: async ({ hash, tenantId, userId, expiresAt, now }) => {
      await database.statement((db) =>
        db.deleteFrom('orchard_tickets').where('expires_at', '<=', now).execute(),
      );
      const stored = await database.statement((db) =>
        db
          .insertInto('orchard_tickets')
          .values({ hash, tenant_id: tenantId, user_id: userId, expires_at: expiresAt })
          .onConflict((conflict) => conflict.column('hash').doNothing())
          .returning('hash')
          .executeTakeFirst(),
      );
      if (stored === undefined) throw idTaken('ticket', hash);
    },
    takeTicket: async ({ hash, now }) => {
      // Strangers may ask for any hash: what is not there costs them a read, and nobody a lock.
      const known = await database.statement((db) =>
        db.selectFrom('orchard_tickets').select('hash').where('hash', '=', hash).executeTakeFirst(),
      );
      if (known === undefined) return undefined;
      // One statement: of several at once, one gets the row back that it deleted.
      const taken = await database.statement((db) =>
        db.deleteFrom('orchard_tickets').where('hash', '=', hash).returningAll().executeTakeFirst(),
      );
      if (taken === undefined || taken.expires_at <= now) return undefined;
      return { tenantId: taken.tenant_id, userId: taken.user_id };
    },
  };
}
