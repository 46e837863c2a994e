import type { ModelEvent } from '@orchard-studio/core';
import { CallsInOrder, type OrderedCall } from '../calls-in-order.ts';
import type { LooseFunction, LooseToolCall } from './loose-chunk.ts';

interface KnownCall {
  readonly id: string;
  readonly call: OrderedCall;
}

/** Puts calls together whose parts come by index. Nothing says that a call has ended, so the second waits for the end of all. */
export class ChatToolCalls {
  readonly #calls = new CallsInOrder();
  readonly #byIndex = new Map<number, KnownCall>();
  #last = 0;

  get count(): number {
    return this.#calls.count;
  }

  add({ index, id, function: called }: LooseToolCall): void {
    const at = index ?? this.#indexOf(id);
    const { call } = this.#known(at, id ?? '', called ?? {});
    this.#last = at;
    // A name comes first, or with every part.
    if (call.name === undefined && called?.name) call.name = called.name;
    const input = called?.arguments ?? '';
    call.add(typeof input === 'string' ? input : JSON.stringify(input));
  }

  ready(): Iterable<ModelEvent> {
    return this.#calls.ready();
  }

  end(): Iterable<ModelEvent> {
    this.#calls.endAll();
    return this.#calls.ready();
  }

  /** Servers that send no index: a part with a new id begins a call, one without goes on with the last. */
  #indexOf(id: string | null | undefined): number {
    if (!id) return this.#last;
    for (const [index, known] of this.#byIndex) if (known.id === id) return index;
    return this.#byIndex.size;
  }

  /**
   * Some servers give every call the index 0: another id together with a name is another call. An id alone is not, since
   * others make up a new one for every part.
   */
  #known(index: number, id: string, { name }: LooseFunction): KnownCall {
    const known = this.#byIndex.get(index);
    const another = known !== undefined && id !== '' && known.id !== '' && id !== known.id && Boolean(name);
    if (known !== undefined && !another) return known;
    const begun = { id, call: this.#calls.begin() };
    this.#byIndex.set(index, begun);
    return begun;
  }
}
