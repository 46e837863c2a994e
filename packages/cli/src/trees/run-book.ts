import { DatabaseSync } from 'node:sqlite';
import { type OperationId, OrchardError } from '@orchard-studio/core';
import { processIdentity } from '@orchard-studio/local';

/** Where an operation runs. */
export interface Place {
  /** The tree file; absolute. */
  readonly file: string;
  /** Folder of the file: commands run here, sub-trees are looked up here. Absolute. */
  readonly directory: string;
}

/** A process that works on an operation. */
export interface Worker {
  readonly pid: number;
  readonly pools: readonly string[];
}

interface WorkerRow extends Worker {
  readonly identity: string;
}

const SCHEMA = `
CREATE TABLE IF NOT EXISTS places (operation_id TEXT PRIMARY KEY, file TEXT NOT NULL, directory TEXT NOT NULL) STRICT;
CREATE TABLE IF NOT EXISTS workers (
  operation_id TEXT NOT NULL, pid INTEGER NOT NULL, identity TEXT NOT NULL, pools TEXT NOT NULL,
  PRIMARY KEY (operation_id, pid)
) STRICT;`;
const BUSY_MS = 5_000;

function poolsOf(json: unknown): readonly string[] {
  const pools: unknown = JSON.parse(String(json));
  return Array.isArray(pools) ? pools.map(String) : [];
}

/**
 * What the command knows of operations and the ledger does not: the folder of the tree file, and which processes of
 * this machine work on it.
 *
 * It is a file of its own beside the ledger. A folder is a fact of this machine, so it belongs neither into the inputs,
 * which the tree sees and a rerun copies, nor into the plan, whose hash must not change with the folder; and the
 * ledger's tables are those of its package. When this file is lost, operations are still whole: `orchard tree run FILE
 * --resume` names the folder again.
 */
export class RunBook {
  readonly #database: DatabaseSync;

  /** @throws STORAGE_UNAVAILABLE */
  constructor(path: string) {
    try {
      this.#database = new DatabaseSync(path, { timeout: BUSY_MS });
      this.#database.exec(SCHEMA);
    } catch (cause) {
      throw new OrchardError('STORAGE_UNAVAILABLE', `${path} cannot be opened.`, { cause });
    }
  }

  setPlace(operationId: OperationId, { file, directory }: Place): void {
    this.#database
      .prepare('INSERT OR REPLACE INTO places (operation_id, file, directory) VALUES (?, ?, ?)')
      .run(operationId, file, directory);
  }

  placeOf(operationId: OperationId): Place | undefined {
    const row = this.#database
      .prepare('SELECT file, directory FROM places WHERE operation_id = ?')
      .get(operationId);
    return row === undefined ? undefined : { file: String(row.file), directory: String(row.directory) };
  }

  /** Those that are alive. */
  async workersOf(operationId: OperationId): Promise<readonly Worker[]> {
    const rows = this.#rows(operationId);
    const identities = await Promise.all(rows.map(({ pid }) => processIdentity(pid)));
    return rows.filter(({ identity }, at) => identities[at] === identity);
  }

  /**
   * Enters this process, unless another one that is alive works on the operation for one of the same pools.
   *
   * @returns that other one; undefined when this process is in
   */
  async enlist(operationId: OperationId, pools: readonly string[]): Promise<Worker | undefined> {
    const identity = (await processIdentity(process.pid)) ?? '';
    const before = this.#rows(operationId);
    const living = new Set((await this.workersOf(operationId)).map(({ pid }) => pid));
    const dead = new Set(
      before.filter(({ pid }) => !living.has(pid)).map((row) => `${row.pid}:${row.identity}`),
    );
    return this.#exclusively(() => {
      // Read again: another process may have entered meanwhile.
      const others = this.#rows(operationId).filter(
        (row) => row.pid !== process.pid && !dead.has(`${row.pid}:${row.identity}`),
      );
      const rival = others.find((other) => other.pools.some((pool) => pools.includes(pool)));
      if (rival !== undefined) return rival;
      const remove = this.#database.prepare(
        'DELETE FROM workers WHERE operation_id = ? AND pid = ? AND identity = ?',
      );
      for (const row of before)
        if (dead.has(`${row.pid}:${row.identity}`)) remove.run(operationId, row.pid, row.identity);
      this.#database
        .prepare('INSERT OR REPLACE INTO workers (operation_id, pid, identity, pools) VALUES (?, ?, ?, ?)')
        .run(operationId, process.pid, identity, JSON.stringify(pools));
      return undefined;
    });
  }

  /** Takes this process out of all operations. */
  leave(): void {
    this.#database.prepare('DELETE FROM workers WHERE pid = ?').run(process.pid);
  }

  close(): void {
    this.#database.close();
  }

  #rows(operationId: OperationId): readonly WorkerRow[] {
    return this.#database
      .prepare('SELECT pid, identity, pools FROM workers WHERE operation_id = ?')
      .all(operationId)
      .map(({ pid, identity, pools }) => ({
        pid: Number(pid),
        identity: String(identity),
        pools: poolsOf(pools),
      }));
  }

  #exclusively<T>(work: () => T): T {
    this.#database.exec('BEGIN IMMEDIATE');
    try {
      const result = work();
      this.#database.exec('COMMIT');
      return result;
    } catch (error) {
      this.#database.exec('ROLLBACK');
      throw error;
    }
  }
}
