/** What the steps of one pool do. */
export interface PoolLoad {
  running: number;
  /** Steps that lack nothing but a worker. */
  ready: number;
  /** Since when the first of these has waited, in milliseconds since 1970. */
  oldestReadyAt: number | undefined;
}

/** The work of a process, by pool. */
export class Load {
  readonly pools = new Map<string, PoolLoad>();

  running(pool: string): void {
    this.#of(pool).running += 1;
  }

  ready(pool: string, since: number | undefined): void {
    const load = this.#of(pool);
    load.ready += 1;
    if (since !== undefined && since < (load.oldestReadyAt ?? Number.POSITIVE_INFINITY))
      load.oldestReadyAt = since;
  }

  #of(pool: string): PoolLoad {
    const load = this.pools.get(pool) ?? { running: 0, ready: 0, oldestReadyAt: undefined };
    this.pools.set(pool, load);
    return load;
  }
}
