import type { TenantId } from '@orchard-studio/core';
import { type BlueprintRecords, blueprintRecords } from './blueprint-records.ts';
import { type OperationRecords, operationRecords } from './operation-records.ts';
import { type ProjectRecords, projectRecords } from './project-records.ts';
import { createRecordSource, type RecordOptions } from './record-source.ts';

/** Builders of valid records of the model. Each takes the fields that matter to the test. */
export interface Records extends ProjectRecords, BlueprintRecords, OperationRecords {
  /** Tenant of every record that is not told another one. */
  readonly tenantId: TenantId;
  /** An instant one second after the last one. */
  nextInstant(): string;
}

/**
 * Builders of valid records: every one passes its schema, has an id of its own and is one second younger than the one
 * before.
 *
 * @throws ZodError when the given fields make a record that breaks its schema.
 * @example
 * const records = createRecords({ ids: createSequentialIds() });
 * await projects.createProject({ project: records.project({ name: 'Shop' }) });
 */
export function createRecords(options: RecordOptions = {}): Records {
  const source = createRecordSource(options);
  return {
    tenantId: source.tenantId,
    nextInstant: source.nextInstant,
    ...projectRecords(source),
    ...blueprintRecords(source),
    ...operationRecords(source),
  };
}
