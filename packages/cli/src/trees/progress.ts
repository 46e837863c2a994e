import {
  isOperationEnd,
  isStepEnd,
  type Operation,
  type OperationRun,
  type OperationStatus,
} from '@orchard-studio/core';
import type { Style } from '../output/terminal.ts';
import { rootOf } from './operation-ids.ts';
import type { TreeHome } from './tree-home.ts';

/** What a person calls it: an open operation that no process works on does not run. */
export type ShownStatus = OperationStatus | 'interrupted';

export async function shownStatus(home: TreeHome, operation: Operation): Promise<ShownStatus> {
  if (isOperationEnd(operation.status)) return operation.status;
  const root = await rootOf(home, operation);
  const workers = await home.book.workersOf(root.id);
  return workers.length === 0 ? 'interrupted' : operation.status;
}

export const STATUS_STYLES: Readonly<Record<ShownStatus, Style>> = {
  queued: 'dim',
  running: 'cyan',
  waiting: 'yellow',
  cancelling: 'yellow',
  succeeded: 'green',
  failed: 'red',
  cancelled: 'yellow',
  interrupted: 'magenta',
};

/** Steps that have ended, of all; combinations of a matrix count, the step that stands for them does not. */
export function progressOf({ steps }: OperationRun): { readonly ended: number; readonly total: number } {
  const heads = new Set(
    steps.flatMap(({ key }) => (key.includes('.') ? [key.slice(0, key.indexOf('.'))] : [])),
  );
  const counted = steps.filter(({ key }) => !heads.has(key));
  return { ended: counted.filter(({ status }) => isStepEnd(status)).length, total: counted.length };
}
