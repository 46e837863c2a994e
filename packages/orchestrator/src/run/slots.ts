/** Counts how many attempts a process may run at once, over all operations. */
export class Slots {
  readonly #total: number;
  #free: number;
  readonly #onFree: () => void;

  constructor(total: number, onFree: () => void) {
    this.#total = total;
    this.#free = total;
    this.#onFree = onFree;
  }

  get free(): number {
    return this.#free;
  }

  get busy(): number {
    return this.#total - this.#free;
  }

  take(count: number): void {
    this.#free -= count;
  }

  release(count: number): void {
    const wasFull = this.#free <= 0;
    this.#free += count;
    if (wasFull && this.#free > 0) this.#onFree();
  }
}
