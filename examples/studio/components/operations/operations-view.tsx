'use client';

import type { OperationList as Operations } from '@orchard-studio/client/react';
import type { Place } from '@/lib/address';
import { OperationList } from './operation-list';
import { OperationPage } from './operation-page';

export interface OperationsViewProps {
  readonly operations: Operations;
  readonly place: Exclude<Place, { readonly view: 'studio' }>;
}

/** The operations of a project: all of them, or one. */
export function OperationsView({ operations, place }: OperationsViewProps) {
  return (
    <main className="h-full overflow-y-auto">
      {place.view === 'operations' ? (
        <OperationList operations={operations} status={place.status} />
      ) : (
        <OperationPage
          key={place.operation}
          operationId={place.operation}
          step={place.step}
          onChange={() => void operations.reload()}
        />
      )}
    </main>
  );
}
