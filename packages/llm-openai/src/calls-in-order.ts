import type { ModelEvent } from '@orchard-studio/core';

/** A call of a tool as far as it is known. */
export class OrderedCall {
  name: string | undefined;
  /** Whether nothing more of it comes. */
  ended = false;
  /** Whether its name was passed on. */
  begun = false;
  /** What of its input was not passed on yet. */
  waiting: string[] = [];
  #heard = false;

  constructor(name: string | undefined) {
    this.name = name;
  }

  /** Whether any of its input has come. */
  get heard(): boolean {
    return this.#heard;
  }

  add(delta: string): void {
    if (delta === '') return;
    this.#heard = true;
    this.waiting.push(delta);
  }
}

/**
 * Gives calls of tools one after another, in the order they began, however mixed their parts come: the first that has not
 * ended is passed on at once, the others wait for it.
 */
export class CallsInOrder {
  readonly #calls: OrderedCall[] = [];
  #at = 0;

  /** How many have begun. */
  get count(): number {
    return this.#calls.length;
  }

  begin(name?: string): OrderedCall {
    const call = new OrderedCall(name);
    this.#calls.push(call);
    return call;
  }

  endAll(): void {
    for (const call of this.#calls) call.ended = true;
  }

  /** What can be passed on now. */
  *ready(): Generator<ModelEvent> {
    for (; this.#at < this.#calls.length; this.#at += 1) {
      const call = this.#calls[this.#at];
      if (call?.name !== undefined) {
        if (!call.begun) yield { type: 'tool', name: call.name };
        call.begun = true;
        for (const delta of call.waiting) yield { type: 'tool-input', delta };
        call.waiting = [];
      }
      // One that ended without a name called nothing.
      if (call?.ended !== true) return;
    }
  }
}
