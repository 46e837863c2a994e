import { appendFileSync, readFileSync } from 'node:fs';
import { z } from 'zod';

const entrySchema = z.discriminatedUnion('kind', [
  /** A process is ready to work. */
  z.strictObject({ kind: z.literal('up'), worker: z.string() }),
  /** An executor began an attempt: what the world outside the ledger sees of it. */
  z.strictObject({
    kind: z.literal('began'),
    worker: z.string(),
    at: z.number(),
    operation: z.string(),
    step: z.string(),
    epoch: z.int(),
    idempotencyKey: z.string(),
    checkpoint: z.unknown(),
  }),
  /** An executor was told to stop. */
  z.strictObject({ kind: z.literal('stopped'), worker: z.string(), step: z.string(), why: z.string() }),
  /** What the store answered to a write of a process that is watched. */
  z.strictObject({
    kind: z.literal('answer'),
    worker: z.string(),
    write: z.string(),
    /** When it was asked. */
    since: z.number(),
    answer: z.string(),
  }),
  /** A process that got to its end says how often it wrote. */
  z.strictObject({ kind: z.literal('writes'), worker: z.string(), count: z.int() }),
  /** Something that must never be logged. */
  z.strictObject({ kind: z.literal('error'), worker: z.string(), message: z.string() }),
]);

export type Entry = z.infer<typeof entrySchema>;
export type Began = Extract<Entry, { kind: 'began' }>;

/** Adds to a record that many processes write. What is written stays, however soon the process dies. */
export function record(path: string, entry: Entry): void {
  appendFileSync(path, `${JSON.stringify(entry)}\n`);
}

/** In the order it happened. */
export function readRecord(path: string): readonly Entry[] {
  const lines = readFileSync(path, 'utf8').split('\n');
  return lines.filter((line) => line !== '').map((line) => entrySchema.parse(JSON.parse(line)));
}

export const began = (entries: readonly Entry[]): readonly Began[] =>
  entries.filter((entry) => entry.kind === 'began');
