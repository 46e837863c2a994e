import { type OperationStatus, operationStatusSchema } from '@orchard-studio/core';

/** What of a project is shown. Everything that can be linked to and reloaded is in the address. */
export type Place =
  | { readonly view: 'studio' }
  | { readonly view: 'operations'; readonly status?: OperationStatus | undefined }
  | { readonly view: 'operation'; readonly operation: string; readonly step?: string | undefined };

/** Reads the query of an address; what it does not know leads to the studio. */
export function readPlace(query: Pick<URLSearchParams, 'get'>): Place {
  if (query.get('view') !== 'operations') return { view: 'studio' };
  const operation = query.get('operation');
  if (operation === null || operation === '')
    return { view: 'operations', status: operationStatusSchema.safeParse(query.get('status')).data };
  return { view: 'operation', operation, step: query.get('step') ?? undefined };
}

/** The address of a place of a project. */
export function addressOf(projectId: string, place: Place): string {
  const path = `/projects/${encodeURIComponent(projectId)}`;
  if (place.view === 'studio') return path;
  const query = new URLSearchParams({ view: 'operations' });
  if (place.view === 'operation') query.set('operation', place.operation);
  if (place.view === 'operation' && place.step !== undefined) query.set('step', place.step);
  if (place.view === 'operations' && place.status !== undefined) query.set('status', place.status);
  return `${path}?${query}`;
}
