import { DatabaseSync } from 'node:sqlite';

/** The limit: open, one table, one committed row, with an fsync. */
const database = new DatabaseSync(`${process.argv[2]}/raw.sqlite`);
database.exec(
  'PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; CREATE TABLE projects (id TEXT PRIMARY KEY, body TEXT) STRICT',
);
database.prepare('INSERT INTO projects VALUES (?, ?)').run('prj_1', '{}');
console.log(performance.now());
