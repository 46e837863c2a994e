import type { OperationId } from '@orchard-studio/core';
import { EventEmitter } from 'eventemitter3';

/**
 * Says that an operation's log may have grown. Only a hint: it is not durable and may be missed or repeated,
 * so a reader must also poll.
 */
export interface OperationHints {
  notify(operationId: OperationId): void;
  /** Calls back on every hint until the returned function is called. */
  subscribe(operationId: OperationId, onHint: () => void): () => void;
  /** Calls back on every hint of any operation until the returned function is called. */
  watch(onHint: (operationId: OperationId) => void): () => void;
}

/** Hints within one process. */
export function createHints(): OperationHints {
  const emitter = new EventEmitter();
  const watchers = new EventEmitter<{ hint: [OperationId] }>();
  return {
    notify: (operationId) => {
      emitter.emit(operationId);
      watchers.emit('hint', operationId);
    },
    subscribe: (operationId, onHint) => {
      emitter.on(operationId, onHint);
      return () => {
        emitter.off(operationId, onHint);
      };
    },
    watch: (onHint) => {
      watchers.on('hint', onHint);
      return () => {
        watchers.off('hint', onHint);
      };
    },
  };
}
