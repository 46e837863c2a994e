import type { OperationId } from '@orchard-studio/core';
import { Tail, type TailEnvironment, type TailReader } from './tail.ts';

/** The logs that are followed in this process: one tail for each operation, for as long as somebody follows it. */
export class Tails {
  readonly #env: TailEnvironment;
  readonly #tails = new Map<OperationId, Tail>();

  constructor(env: TailEnvironment) {
    this.#env = env;
  }

  /** @param head - `seq` of the last event as it was just read */
  follow(operationId: OperationId, head: number, reader: TailReader): Tail {
    const tail = this.#tails.get(operationId) ?? new Tail(operationId, head, this.#env);
    this.#tails.set(operationId, tail);
    tail.add(reader, head);
    return tail;
  }

  leave(tail: Tail, reader: TailReader): void {
    tail.remove(reader);
    if (tail.readers > 0 || this.#tails.get(tail.operationId) !== tail) return;
    this.#tails.delete(tail.operationId);
    tail.stop();
  }

  close(): void {
    for (const tail of this.#tails.values()) tail.stop();
    this.#tails.clear();
  }
}
