import { isOrchardError, type OperationId } from '@orchard-studio/core';
import { Load } from '../board/load.ts';
import { Driver, type DriverEnvironment, type FreshOperation } from './driver.ts';

interface Driven {
  readonly driver: Driver;
  /** Resolves when the driver let go of the operation, or has ended it. */
  readonly done: Promise<void>;
}

/** The operations this process moves on. */
export class Drivers {
  readonly #env: DriverEnvironment;
  readonly #driven = new Map<OperationId, Driven>();
  /** Executors of operations that are no longer driven, until they have stopped. */
  readonly #leaving = new Set<Promise<void>>();
  #closed = false;

  constructor(env: DriverEnvironment) {
    this.#env = env;
  }

  get closed(): boolean {
    return this.#closed;
  }

  /** Resolves when this process's work on the operation is over. Undefined when it does none. */
  doneWith(operationId: OperationId): Promise<void> | undefined {
    return this.#driven.get(operationId)?.done;
  }

  /** Takes the operation up, or makes its driver look at what has changed. */
  drive(operationId: OperationId, fresh?: FreshOperation): void {
    const known = this.#driven.get(operationId);
    known?.driver.look();
    if (known !== undefined || this.#closed) return;
    const driver = new Driver(operationId, this.#env, fresh);
    const done = driver.run().then(
      () => this.#ended(driver),
      (error: unknown) => {
        // The ledger still holds the truth; the next poll or start takes the operation up again.
        this.#left(driver);
        this.#env.logger.error({ err: error, operationId }, 'The operation was let go after an error.');
      },
    );
    this.#driven.set(operationId, { driver, done });
  }

  /** Takes up the open operations of the store that no driver of this process has yet. */
  async takeUpNew(): Promise<void> {
    try {
      for (const operationId of await this.#env.store.listOpenOperations({}))
        if (!this.#driven.has(operationId)) this.drive(operationId);
    } catch (error) {
      if (!isOrchardError(error) || !error.retryable) throw error;
      this.#env.logger.warn({ err: error }, 'The store failed; trying again.');
    }
  }

  /** What the steps of all its operations do. */
  load(): Load {
    const load = new Load();
    for (const { driver } of this.#driven.values()) driver.addLoad(load);
    return load;
  }

  wakeAll(): void {
    for (const { driver } of this.#driven.values()) driver.wake();
  }

  /** Stops all drivers; their operations stay open in the ledger. Resolves when their executors have stopped. */
  async close(): Promise<void> {
    this.#closed = true;
    const driven = [...this.#driven.values()];
    for (const { driver } of driven) driver.stop();
    await Promise.all(driven.map(({ done }) => done));
    await Promise.all(this.#leaving);
  }

  #ended(driver: Driver): void {
    const { operationId, woken } = driver;
    this.#left(driver);
    if (this.#driven.size === 0) this.#rest();
    this.#env.hints.notify(operationId);
    // Woken while it was ending: a resume may have opened the operation again.
    if (woken) this.drive(operationId);
  }

  #left(driver: Driver): void {
    this.#driven.delete(driver.operationId);
    const idle = driver.idle().then(() => {
      this.#leaving.delete(idle);
    });
    this.#leaving.add(idle);
  }

  #rest(): void {
    this.#env.heart.rest();
    this.#env.deadlines.rest();
  }
}
