/** A process that commits transitions for ever and prints each once the store has acknowledged it. */
import { writeSync } from 'node:fs';
import { createRecords } from '@orchard-studio/testing';
import { createSqliteStorage, type Durability } from '../src/index.ts';

const [path = '', durability] = process.argv.slice(2);
const isDurability = (value: unknown): value is Durability => value === 'normal' || value === 'full';
const storage = createSqliteStorage({ path, ...(isDurability(durability) ? { durability } : {}) });
await storage.migrate();
const records = createRecords();
const made = records.newOperation();
await storage.operations.createOperation(made);
const operationId = made.operation.id;
const say = (line: string): void => void writeSync(1, `${line}\n`);
say(operationId);
for (let version = 0; ; version += 1) {
  const steps = [
    records.runningStep({ key: 'first', epoch: version + 1, outputs: { version: version + 1 } }),
  ];
  const events = [records.event({ message: 'a' }), records.event({ message: 'b' })];
  const result = await storage.operations.commitTransition({
    operationId,
    ifVersion: version,
    steps,
    leaseMs: 60_000,
    events,
  });
  say(`${result.version} ${result.lastSeq}`);
}
