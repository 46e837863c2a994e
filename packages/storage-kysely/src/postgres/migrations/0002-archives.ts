/** Where the beginnings of logs went, and which operations use which blobs; of schema `@`. */
export const ARCHIVES = `
CREATE INDEX operations_ended ON @.operations (finished_at COLLATE "C") WHERE finished_at IS NOT NULL;

CREATE TABLE @.operation_archives (
  operation bigint NOT NULL,
  first_seq integer NOT NULL CHECK (first_seq >= 1),
  last_seq integer NOT NULL CHECK (last_seq >= first_seq),
  blob text COLLATE "C" NOT NULL,
  PRIMARY KEY (operation, first_seq)
);

-- Operation 0: a deleted one used it.
CREATE TABLE @.operation_blobs (
  hash text COLLATE "C" NOT NULL,
  operation bigint NOT NULL,
  PRIMARY KEY (hash, operation)
);
CREATE INDEX operation_blobs_of_operation ON @.operation_blobs (operation, hash);
`;
