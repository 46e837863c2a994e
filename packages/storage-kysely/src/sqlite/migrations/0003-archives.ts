/** Where the beginnings of logs went, and which operations use which blobs. */
export const ARCHIVES = `
CREATE INDEX orchard_operations_ended ON orchard_operations (finished_at) WHERE finished_at IS NOT NULL;

CREATE TABLE orchard_operation_archives (
  operation_id TEXT NOT NULL REFERENCES orchard_operations (id) ON DELETE CASCADE,
  first_seq INTEGER NOT NULL CHECK (first_seq >= 1),
  last_seq INTEGER NOT NULL CHECK (last_seq >= first_seq),
  blob TEXT NOT NULL,
  PRIMARY KEY (operation_id, first_seq)
) STRICT, WITHOUT ROWID;

-- An empty operation_id: a deleted operation used it.
CREATE TABLE orchard_operation_blobs (
  hash TEXT NOT NULL,
  operation_id TEXT NOT NULL,
  PRIMARY KEY (hash, operation_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX orchard_operation_blobs_of_operation ON orchard_operation_blobs (operation_id, hash);
`;
