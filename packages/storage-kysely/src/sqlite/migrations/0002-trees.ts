/** What full trees need: combinations of a matrix, takeovers, concurrency groups, sub-trees, forks, outputs. */
export const TREES = `
ALTER TABLE orchard_operations ADD COLUMN concurrency_group TEXT;
ALTER TABLE orchard_operations ADD COLUMN parent_operation_id TEXT;
ALTER TABLE orchard_operations ADD COLUMN parent_step TEXT;
ALTER TABLE orchard_operations ADD COLUMN forked_from_operation_id TEXT;
ALTER TABLE orchard_operations ADD COLUMN forked_from_step TEXT;
ALTER TABLE orchard_operations ADD COLUMN outputs TEXT;
CREATE INDEX orchard_operations_of_group
  ON orchard_operations (tenant_id, concurrency_group, created_at)
  WHERE concurrency_group IS NOT NULL AND status NOT IN ('succeeded', 'failed', 'cancelled');

ALTER TABLE orchard_operation_steps ADD COLUMN matrix TEXT;
ALTER TABLE orchard_operation_steps ADD COLUMN takeovers INTEGER NOT NULL DEFAULT 0 CHECK (takeovers >= 0);

CREATE TABLE orchard_operation_groups (
  tenant_id TEXT NOT NULL,
  project_id TEXT NOT NULL,
  name TEXT NOT NULL,
  holder TEXT NOT NULL,
  PRIMARY KEY (tenant_id, project_id, name)
) STRICT, WITHOUT ROWID;
`;
