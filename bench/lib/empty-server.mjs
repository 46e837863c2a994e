import { createServer } from 'node:http';
import { DatabaseSync } from 'node:sqlite';

/** The limit: a server that says nothing, with a database open. */
new DatabaseSync(`${process.env.DATA_DIR}/app.db`);
const server = createServer((_request, response) => response.end('ok'));
server.listen(0, '127.0.0.1', () => {
  const url = `http://127.0.0.1:${server.address().port}`;
  process.stdout.write(`${JSON.stringify({ message: 'listening', url })}\n`);
});
process.on('SIGTERM', () => process.exit(0));
