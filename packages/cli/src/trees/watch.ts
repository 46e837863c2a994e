import { setTimeout as sleep } from 'node:timers/promises';
import {
  type Operation,
  type OperationEvent,
  type OperationId,
  type OperationRun,
  type OperationStore,
  planKeyOf,
} from '@orchard-studio/core';
import type { EventsRequest } from '@orchard-studio/orchestrator';
import { OperationLog } from '../output/operation-log.ts';
import type { Terminal } from '../output/terminal.ts';
import { TENANT } from './tree-home.ts';

/** How often a sub-tree that is about to start is looked for. */
const LOOK_MS = 100;

export interface Watching {
  readonly operations: OperationStore;
  readonly terminal: Terminal;
  /** Reads an event log: to its end, or as far as it goes now. */
  readonly events: (request: EventsRequest) => AsyncIterable<OperationEvent>;
  /** Whether more may come. */
  readonly live: boolean;
  /** Show this step only. */
  readonly step?: string;
  readonly signal?: AbortSignal;
  readonly onEvent?: (operation: Operation, event: OperationEvent) => void;
}

/** Names of steps by key; of a combination, with its values. */
function namesOf({ operation, steps }: OperationRun): ReadonlyMap<string, string> {
  const names = new Map(operation.plan.steps.map(({ key, name }) => [key, name]));
  for (const { key, matrix } of steps)
    if (matrix !== null)
      names.set(key, `${names.get(planKeyOf(key)) ?? key} (${Object.values(matrix).join(', ')})`);
  return names;
}

/** The sub-trees of one operation, each shown as long as the step that runs it lasts. */
class SubTrees {
  readonly #watching: Watching;
  readonly #parent: Operation;
  readonly #prefix: string;
  readonly #seen = new Set<OperationId>();
  readonly #open = new Map<string, { readonly gone: AbortController; readonly shown: Promise<void> }>();

  constructor(watching: Watching, parent: Operation, prefix: string) {
    this.#watching = watching;
    this.#parent = parent;
    this.#prefix = prefix;
  }

  async on({ type, step, status }: OperationEvent): Promise<void> {
    if (type !== 'step' || step === undefined) return;
    const open = this.#open.get(step);
    if (status !== 'waiting') {
      // Its own end has been seen, or it never started.
      open?.gone.abort();
      await open?.shown;
      this.#open.delete(step);
      return;
    }
    const uses = this.#parent.plan.steps.find(({ key }) => key === planKeyOf(step))?.uses;
    const isHead = this.#parent.plan.steps.some(({ key, matrix }) => key === step && matrix !== null);
    if (uses !== 'tree' || isHead) return;
    const gone = new AbortController();
    const shown = this.#show(step, gone.signal);
    this.#open.set(step, { gone, shown });
    if (!this.#watching.live) await shown;
  }

  async close(): Promise<void> {
    for (const { gone, shown } of this.#open.values()) {
      gone.abort();
      await shown;
    }
  }

  async #show(step: string, gone: AbortSignal): Promise<void> {
    const { signal, live } = this.#watching;
    let child = await this.#find(step);
    while (child === undefined && live && !gone.aborted && signal?.aborted !== true) {
      await sleep(LOOK_MS);
      child = await this.#find(step);
    }
    if (child === undefined) return;
    this.#seen.add(child.id);
    await watch(this.#watching, child, { prefix: `${this.#prefix}${step}/` });
  }

  /** Tried again, a step has several: the oldest that was not shown yet. */
  async #find(step: string): Promise<Operation | undefined> {
    const all = await this.#watching.operations.listOperations({ tenantId: TENANT });
    return all.findLast(
      ({ id, parent }) =>
        parent?.operationId === this.#parent.id && parent.step === step && !this.#seen.has(id),
    );
  }
}

/** Shows the events of an operation and of its sub-trees, from a cursor on. */
export async function watch(
  watching: Watching,
  operation: Operation,
  { after = 0, prefix = '' }: { readonly after?: number; readonly prefix?: string } = {},
): Promise<void> {
  const { operations, terminal, signal, step } = watching;
  const run = await operations.loadRun({ operationId: operation.id });
  const names = run === undefined ? new Map<string, string>() : namesOf(run);
  const log = new OperationLog(terminal, { names, prefix, ...(step === undefined ? {} : { step }) });
  const children = new SubTrees(watching, operation, prefix);
  const request = { operationId: operation.id, after, ...(signal === undefined ? {} : { signal }) };
  try {
    for await (const event of watching.events(request)) {
      // The lines of a sub-tree come before the end of the step that runs it.
      if (event.status !== 'waiting') await children.on(event);
      log.show(event);
      watching.onEvent?.(operation, event);
      if (event.status === 'waiting') await children.on(event);
    }
    await children.close();
  } catch (error) {
    if (signal?.aborted !== true) throw error;
  }
}

const PAGE = 1_000;

/** The events that there are now. */
export const pastEvents = (operations: OperationStore) =>
  async function* past({
    operationId,
    after = 0,
  }: EventsRequest): AsyncGenerator<OperationEvent, void, void> {
    let cursor = after;
    while (true) {
      const page = await operations.listEvents({ operationId, after: cursor, limit: PAGE });
      yield* page;
      cursor = page.at(-1)?.seq ?? cursor;
      if (page.length < PAGE) return;
    }
  };
