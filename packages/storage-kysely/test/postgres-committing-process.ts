/** A process that moves an operation on for ever, beside others, and prints each version it was told is stored. */
import { writeSync } from 'node:fs';
import { isOrchardError, operationIdSchema } from '@orchard-studio/core';
import { createRecords } from '@orchard-studio/testing';
import { createPostgresStorage } from '../src/postgres/index.ts';

const [connectionString = '', schema = '', id = ''] = process.argv.slice(2);
const { operations } = createPostgresStorage({ connectionString, schema });
const operationId = operationIdSchema.parse(id);
const records = createRecords();

for (;;) {
  const pulse = await operations.peek({ operationId });
  const ifVersion = pulse?.version ?? 0;
  try {
    const { version } = await operations.commitTransition({
      operationId,
      ifVersion,
      steps: [records.step({ key: 'first', attempt: ifVersion + 1 })],
      events: [records.event({ message: 'a' }), records.event({ message: 'b' })],
    });
    writeSync(1, `${version}\n`);
  } catch (error) {
    if (!isOrchardError(error) || error.code !== 'VERSION_CONFLICT') throw error;
  }
}
