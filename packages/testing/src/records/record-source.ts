import { type IdGenerator, randomIds, type TenantId, tenantIdSchema } from '@orchard-studio/core';

/** What the record builders draw from. */
export interface RecordSource {
  readonly ids: IdGenerator;
  /** Tenant of records that are not told another one. */
  readonly tenantId: TenantId;
  /** An instant one second after the last one it gave. */
  nextInstant(): string;
}

/** Options of {@link createRecords}. */
export interface RecordOptions {
  /** Default: random ids, so that cases may share one database. */
  readonly ids?: IdGenerator;
  /** Default: a tenant of its own. */
  readonly tenantId?: TenantId;
  /** First instant. Default: 2026-01-01T00:00:00.000Z. */
  readonly start?: string;
}

const SECOND_MS = 1_000;

/** A tenant nobody else uses. */
export function newTenantId(ids: IdGenerator = randomIds): TenantId {
  return tenantIdSchema.parse(`tenant-${ids.next('worker')}`);
}

export function createRecordSource(options: RecordOptions): RecordSource {
  const ids = options.ids ?? randomIds;
  let nowMs = new Date(options.start ?? '2026-01-01T00:00:00.000Z').getTime();
  return {
    ids,
    tenantId: options.tenantId ?? newTenantId(ids),
    nextInstant: () => {
      nowMs += SECOND_MS;
      return new Date(nowMs).toISOString();
    },
  };
}
