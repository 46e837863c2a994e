import { PGlite } from '@electric-sql/pglite';

/** The same as the limit, on a PostgreSQL in the process: open, one table, one committed row. */
const database = await PGlite.create(`${process.argv[2]}/pglite`);
await database.exec('CREATE TABLE IF NOT EXISTS projects (id text PRIMARY KEY, body text)');
await database.query('INSERT INTO projects VALUES ($1, $2)', [`prj_${process.pid}`, '{}']);
console.log(performance.now());
await database.close();
