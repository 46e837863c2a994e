/** Counts how many attempts a process may run at once, over all operations. */
export class Slots {
  readonly #total: number;
  #free: number;
  readonly #onFree: () => void;
  /** Those who have a step that lost its worker, and no slot for it. */
  readonly #urgent = new Set<object>();

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

  /** Slots for new work: those with a step that lost its worker go first. */
  freeFor(owner: object): number {
    const waitsForOthers = this.#urgent.size > (this.#urgent.has(owner) ? 1 : 0);
    return waitsForOthers ? 0 : this.#free;
  }

  /** Says whether the owner waits for a slot to take a lost step over. */
  urge(owner: object, urgent: boolean): void {
    if (urgent) this.#urgent.add(owner);
    else if (this.#urgent.delete(owner) && this.#urgent.size === 0 && this.#free > 0) this.#onFree();
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
