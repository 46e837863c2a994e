'use client';

import type { OperationList as Operations } from '@orchard-studio/client/react';
import type { Place } from '@/lib/address';
import { OperationList } from './operation-list';
import { OperationPage } from './operation-page';

export interface OperationsViewProps {
  readonly projectId: string;
  readonly operations: Operations;
  /** How many are listed at most. */
  readonly limit: number;
  readonly onLimit: (limit: number) => void;
  readonly place: Exclude<Place, { readonly view: 'studio' }>;
}

/** The operations of a project: all of them, or one. */
export function OperationsView({ place, ...list }: OperationsViewProps) {
  return (
    <main className="h-full overflow-y-auto">
      {place.view === 'operations' ? (
        <OperationList {...list} status={place.status} />
      ) : (
        <OperationPage key={place.operation} operationId={place.operation} step={place.step} />
      )}
    </main>
  );
}
