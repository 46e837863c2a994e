import { z } from 'zod';

const storeSchema = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('sqlite'), path: z.string() }),
  z.strictObject({ kind: z.literal('postgres'), connectionString: z.string() }),
]);

/**
 * Where a process is hit, and how. Counted are its writes to the ledger, the first is 1. `before` and `after`: it is
 * killed before the commit, or when that is done and nobody knows yet. `lost`: it lives, but is told that the
 * connection broke. `stop`: it stands still before the commit until somebody lets it go on.
 */
const failpointSchema = z.strictObject({
  at: z.int().min(1),
  mode: z.enum(['before', 'after', 'lost', 'stop']),
});

/** What a worker process is told, as JSON. */
export const workerSettingsSchema = z.strictObject({
  /** Its name in the ledger and in the record. */
  name: z.string(),
  store: storeSchema,
  /** File to which it adds what happens outside the ledger. */
  record: z.string(),
  /** Runs one operation of this idempotency key to its end. Without it: works for all until its input ends. */
  run: z.string().optional(),
  leaseMs: z.int().default(500),
  pollMs: z.int().default(100),
  slots: z.int().default(8),
  /** How wrong its clock is. */
  skewMs: z.int().default(0),
  exclusive: z.boolean().default(false),
  failpoint: failpointSchema.optional(),
  /** Whether what the store answers to its writes is recorded. Always so once it has stood still. */
  watched: z.boolean().default(false),
});

export type StoreAddress = z.infer<typeof storeSchema>;
export type Failpoint = z.infer<typeof failpointSchema>;
export type WorkerSettings = z.infer<typeof workerSettingsSchema>;
export type WorkerInput = z.input<typeof workerSettingsSchema>;
