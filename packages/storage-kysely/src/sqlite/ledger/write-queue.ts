import type { DatabaseSync, StatementSync } from 'node:sqlite';
import { isOrchardError } from '@orchard-studio/core';
import { patiently } from '../patience.ts';
import { SQLITE_BUSY, sqliteCode } from '../sqlite-errors.ts';
import type { Turns } from '../turns.ts';

/** A transaction that took longer may have kept others waiting in the event loop. */
const SLOW_MS = 0.5;
/** How often it is looked whether there are such, while writes come one by one. */
const LOOK_EVERY = 8;

interface Job {
  /** Does it, within a transaction. Keeps a refusal; throws what the database throws. */
  attempt(): void;
  /** Tells the caller, once the transaction is safe. */
  settle(): void;
  fail(error: unknown): void;
}

function newJob<T>(work: () => T, caller: PromiseWithResolvers<T>): Job {
  let settle = (): void => undefined;
  return {
    attempt: () => {
      try {
        const result = work();
        settle = () => caller.resolve(result);
      } catch (refusal) {
        if (!isOrchardError(refusal)) throw refusal;
        settle = () => caller.reject(refusal);
      }
    },
    settle: () => settle(),
    fail: caller.reject,
  };
}

/**
 * Writes to the ledger, each in one piece, synchronously. Those that are asked for at the same time share a
 * transaction; each is decided by itself, and one that is refused (with an OrchardError, before it has written
 * anything) does not touch the others.
 */
export class WriteQueue {
  readonly #database: DatabaseSync;
  readonly #turns: Turns;
  readonly #begin: StatementSync;
  readonly #commit: StatementSync;
  #jobs: Job[] = [];
  #scheduled = false;
  #slow = false;
  #shared = false;
  #count = 0;
  readonly #flush = (): void => this.#write();

  constructor(database: DatabaseSync, turns: Turns) {
    this.#database = database;
    this.#turns = turns;
    // Taking the write lock at once means that a transaction never fails halfway because another process writes.
    this.#begin = database.prepare('BEGIN IMMEDIATE');
    this.#commit = database.prepare('COMMIT');
  }

  /** @throws what the work throws, or the database. */
  add<T>(work: () => T): Promise<T> {
    const caller = Promise.withResolvers<T>();
    this.#jobs.push(newJob(work, caller));
    this.#schedule();
    return caller.promise;
  }

  /** Resolves when everything asked for so far is written, or cannot be. Call it in one's turn. */
  async drain(): Promise<void> {
    await this.#transactPatiently(this.#takeJobs());
  }

  #schedule(): void {
    if (this.#scheduled) return;
    this.#scheduled = true;
    // Whoever asks alone is served at once.
    if (this.#gathers()) setImmediate(this.#flush);
    else queueMicrotask(this.#flush);
  }

  /**
   * Whether to go once round the event loop first, so that what has come in during a slow commit (the disk's flush) can
   * join: as long as that pays.
   */
  #gathers(): boolean {
    this.#count += 1;
    return this.#slow && (this.#shared || this.#count % LOOK_EVERY === 0);
  }

  #takeJobs(): readonly Job[] {
    const jobs = this.#jobs;
    this.#jobs = [];
    this.#scheduled = false;
    return jobs;
  }

  #write(): void {
    if (this.#jobs.length === 0) return;
    if (this.#turns.busy) {
      void this.#turns.take(() => this.drain());
      return;
    }
    const jobs = this.#takeJobs();
    try {
      this.#transact(jobs);
    } catch (error) {
      if (sqliteCode(error) === SQLITE_BUSY) void this.#turns.take(() => this.#transactPatiently(jobs));
      else this.#alone(jobs, error);
    }
  }

  async #transactPatiently(jobs: readonly Job[]): Promise<void> {
    if (jobs.length === 0) return;
    try {
      await patiently(() => this.#transact(jobs));
    } catch (error) {
      if (sqliteCode(error) === SQLITE_BUSY) for (const job of jobs) job.fail(error);
      else this.#alone(jobs, error);
    }
  }

  #transact(jobs: readonly Job[]): void {
    const from = performance.now();
    try {
      this.#begin.run();
      for (const job of jobs) job.attempt();
      this.#commit.run();
    } catch (error) {
      // SQLite has rolled back by itself after some errors, such as a full disk.
      if (this.#database.isOpen && this.#database.isTransaction) this.#database.exec('ROLLBACK');
      throw error;
    }
    for (const job of jobs) job.settle();
    this.#slow = performance.now() - from > SLOW_MS;
    this.#shared = jobs.length > 1;
  }

  /** One of them has failed; the others need not. */
  #alone(jobs: readonly Job[], error: unknown): void {
    if (jobs.length === 1) {
      jobs[0]?.fail(error);
      return;
    }
    for (const job of jobs) {
      try {
        this.#transact([job]);
      } catch (own) {
        job.fail(own);
      }
    }
  }
}
