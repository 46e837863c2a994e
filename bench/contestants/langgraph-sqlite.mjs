import { DatabaseSync } from 'node:sqlite';
import { SqliteSaver } from '@langchain/langgraph-checkpoint-sqlite';
import { langGraphRuns } from '../lib/langgraph-runs.mjs';

/** A statement that takes `undefined` for NULL, as better-sqlite3 does. */
function nullable(statement) {
  const values = (list) => list.map((value) => value ?? null);
  return {
    run: (...list) => statement.run(...values(list)),
    get: (...list) => statement.get(...values(list)),
    all: (...list) => statement.all(...values(list)),
  };
}

/**
 * What SqliteSaver needs of better-sqlite3, on the SQLite that is in Node: better-sqlite3 12.11.1 compiled for Node
 * 24.21 aborts the process when a statement is collected. Each statement is prepared once, where the saver prepares anew
 * each time: quicker for them.
 */
class Database {
  #database;
  #statements = new Map();

  constructor(path) {
    this.#database = new DatabaseSync(path);
  }

  pragma(text) {
    this.exec(`PRAGMA ${text}`);
  }

  exec(sql) {
    this.#database.exec(sql);
  }

  prepare(sql) {
    if (!this.#statements.has(sql)) this.#statements.set(sql, nullable(this.#database.prepare(sql)));
    return this.#statements.get(sql);
  }

  transaction(work) {
    return (...values) => {
      this.prepare('BEGIN').run();
      try {
        const result = work(...values);
        this.prepare('COMMIT').run();
        return result;
      } catch (error) {
        this.prepare('ROLLBACK').run();
        throw error;
      }
    };
  }

  close() {
    this.#database.close();
  }
}

/** LangGraph.js with its SqliteSaver. */
export async function open({ path, durability }) {
  const database = new Database(path);
  database.pragma('journal_mode = WAL');
  database.pragma(`synchronous = ${durability.toUpperCase()}`);
  return langGraphRuns(new SqliteSaver(database), () => database.close());
}
