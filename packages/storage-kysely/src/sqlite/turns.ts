/** Gives the one connection of a file to one transaction at a time, in the order they ask. */
export class Turns {
  #last: Promise<unknown> | undefined;

  /** Whether somebody has the connection, or waits for it. */
  get busy(): boolean {
    return this.#last !== undefined;
  }

  async take<T>(work: () => Promise<T>): Promise<T> {
    const mine = this.#last === undefined ? work() : this.#last.then(work, work);
    this.#last = mine;
    try {
      return await mine;
    } finally {
      if (this.#last === mine) this.#last = undefined;
    }
  }
}
