import { type OperationId, operationIdSchema } from '@orchard-studio/core';
import { notFound } from '@orchard-studio/core/memory';
import type { LedgerWrite } from './writes.ts';

/** Gives a group to its oldest open operation, unless it is held. @returns who holds it now */
export function holdGroup(operationId: OperationId): (write: LedgerWrite) => OperationId {
  return ({ statements }) => {
    const own = statements.get('groupOf').get(operationId);
    if (own === undefined) throw notFound('operation', operationId);
    const { tenant_id: tenant = null, project_id: project = null, concurrency_group: name = null } = own;
    if (name === null) return operationId;
    // A key must not hold NULL: it would be unlike itself.
    const key = [tenant, project ?? '', name];
    const held = statements.get('holder').get(...key);
    if (held !== undefined) return operationIdSchema.parse(held.holder);
    const next = statements.get('nextOfGroup').get(tenant, project, name);
    if (next === undefined) return operationId;
    const holder = operationIdSchema.parse(next.id);
    statements.get('hold').run(...key, holder);
    return holder;
  };
}
