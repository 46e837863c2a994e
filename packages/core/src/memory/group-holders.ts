import type { OperationId } from '../ids.ts';
import { isOperationEnd, type Operation } from '../operation/operation.ts';
import { newestFirst } from './newest-first.ts';

/** What operations must share to run one at a time. */
const groupOf = ({ tenantId, projectId, concurrencyGroup }: Operation): string =>
  JSON.stringify([tenantId, projectId, concurrencyGroup]);

/** One that has been asked to stop needs no turn. */
const wantsToRun = ({ status, cancelRequestedAt }: Operation): boolean =>
  !isOperationEnd(status) && cancelRequestedAt === null;

/** Which operation of each concurrency group may run. */
export class GroupHolders {
  /** Who holds a group, or held it last. */
  readonly #holders = new Map<string, OperationId>();

  /** Gives the group to the oldest that wants it, unless it is held. @returns who holds it now */
  hold(
    operation: Operation,
    all: { get(id: OperationId): Operation | undefined; readonly list: Iterable<Operation> },
  ): OperationId {
    if (operation.concurrencyGroup === null) return operation.id;
    const group = groupOf(operation);
    const holder = this.#holders.get(group);
    const held = holder === undefined ? undefined : all.get(holder);
    if (held !== undefined && !isOperationEnd(held.status)) return held.id;
    const waiting = [...all.list].filter((one) => groupOf(one) === group && wantsToRun(one));
    const next = newestFirst(waiting).at(-1);
    if (next === undefined) return operation.id;
    this.#holders.set(group, next.id);
    return next.id;
  }
}
