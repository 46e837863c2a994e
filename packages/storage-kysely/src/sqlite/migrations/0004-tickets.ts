/** One-use tickets, by the SHA-256 of the ticket. */
export const TICKETS = `
CREATE TABLE orchard_tickets (
  hash TEXT PRIMARY KEY NOT NULL,
  tenant_id TEXT NOT NULL,
  user_id TEXT NOT NULL,
  expires_at TEXT NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX orchard_tickets_by_expiry ON orchard_tickets (expires_at);
`;
