/**
 * Every transition paid for these checks, a third of the server's time for it, while only the ledger's own code writes
 * the tables, from values of closed types.
 */
export const LEAN_LEDGER = `
ALTER TABLE @.operations
  DROP CONSTRAINT IF EXISTS operations_version_check,
  DROP CONSTRAINT IF EXISTS operations_last_seq_check,
  DROP CONSTRAINT IF EXISTS operations_status_check;
ALTER TABLE @.operation_steps
  DROP CONSTRAINT IF EXISTS operation_steps_status_check,
  DROP CONSTRAINT IF EXISTS operation_steps_attempt_check,
  DROP CONSTRAINT IF EXISTS operation_steps_epoch_check,
  DROP CONSTRAINT IF EXISTS operation_steps_takeovers_check,
  DROP CONSTRAINT IF EXISTS operation_steps_progress_check;
ALTER TABLE @.operation_events
  DROP CONSTRAINT IF EXISTS operation_events_seq_check;
`;
