import { type Logger, type OperationId, silentLogger } from '@orchard-studio/core';
import { HintConnection } from './hint-connection.ts';
import { PoolSource, type PostgresSource } from './postgres-pool.ts';

/** Where the database is, as for the storage. */
export type PostgresHintsOptions = PostgresSource & {
  /** Processes that use the same one hear each other. Default: `orchard_operations`. */
  readonly channel?: string;
  /** Told when the connection is lost and found again. Default: nothing is logged. */
  readonly logger?: Logger;
};

/** Says between processes that an operation's log may have grown. A hint may be missed: readers must also poll. */
export interface PostgresHints {
  notify(operationId: OperationId): void;
  /** Calls back on every hint until the returned function is called. */
  subscribe(operationId: OperationId, onHint: () => void): () => void;
  /** Calls back on every hint of any operation until the returned function is called. */
  watch(onHint: (operationId: OperationId) => void): () => void;
  /** Gives the connection back. May be called twice. */
  close(): Promise<void>;
}

type Listeners = Map<OperationId, Set<() => void>>;

function call(listeners: Listeners, operationId: OperationId): void {
  for (const onHint of listeners.get(operationId) ?? []) onHint();
}

/**
 * Hints by LISTEN and NOTIFY on a connection of its own, off the path of the writes: at most one of an operation in ten
 * milliseconds. In this process they arrive at once. A lost connection is made again; then everybody gets a hint.
 * It needs a connection that stays the same, so not one through a pooler of transactions.
 *
 * @example
 * const hints = createPostgresHints({ connectionString });
 * const stop = hints.subscribe(operationId, () => readOn());
 */
export function createPostgresHints(options: PostgresHintsOptions): PostgresHints {
  const { channel = 'orchard_operations', logger = silentLogger } = options;
  const listeners: Listeners = new Map();
  const watchers = new Set<(operationId: OperationId) => void>();
  const hint = (operationId: OperationId): void => {
    call(listeners, operationId);
    for (const onHint of watchers) onHint(operationId);
  };
  const connection = new HintConnection({
    source: new PoolSource(options, logger),
    channel,
    logger,
    onHint: hint,
    onReturn: () => {
      for (const operationId of listeners.keys()) call(listeners, operationId);
    },
  });
  return {
    notify: (operationId) => {
      hint(operationId);
      connection.tell(operationId);
    },
    subscribe: (operationId, onHint) => {
      // Two subscriptions of one function are two.
      const listener = (): void => onHint();
      const own = listeners.get(operationId) ?? new Set();
      listeners.set(operationId, own.add(listener));
      connection.listen();
      return () => {
        own.delete(listener);
        if (own.size === 0 && listeners.get(operationId) === own) listeners.delete(operationId);
      };
    },
    watch: (onHint) => {
      const watcher = (operationId: OperationId): void => onHint(operationId);
      watchers.add(watcher);
      connection.listen();
      return () => {
        watchers.delete(watcher);
      };
    },
    close: () => connection.close(),
  };
}
