/** One-use tickets, by the SHA-256 of the ticket. */
export const TICKETS = `
CREATE TABLE @.tickets (
  hash text COLLATE "C" PRIMARY KEY,
  tenant_id text COLLATE "C" NOT NULL,
  user_id text NOT NULL,
  expires_at text COLLATE "C" NOT NULL
);
CREATE INDEX tickets_by_expiry ON @.tickets (expires_at);
`;
