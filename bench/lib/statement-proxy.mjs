import { once } from 'node:events';
import { connect, createServer } from 'node:net';

const QUERY = 'Q'.charCodeAt(0);
const EXECUTE = 'E'.charCodeAt(0);

/** Counts statements in what a client of PostgreSQL sends: simple queries, and executions of prepared ones. */
function counter(onStatement) {
  let rest = Buffer.alloc(0);
  let started = false;
  return (chunk) => {
    rest = rest.length === 0 ? chunk : Buffer.concat([rest, chunk]);
    while (true) {
      // The first message of a connection has no type.
      const head = started ? 1 : 0;
      if (rest.length < head + 4) return;
      const size = head + rest.readUInt32BE(head);
      if (rest.length < size) return;
      if (started && (rest[0] === QUERY || rest[0] === EXECUTE)) onStatement();
      started = true;
      rest = rest.subarray(size);
    }
  };
}

/**
 * Stands between a client and PostgreSQL, and counts statements: the same way for everybody, whatever library they use.
 *
 * @returns the port to connect to, and the count
 */
export async function startStatementProxy(port) {
  let statements = 0;
  const sockets = new Set();
  const server = createServer((client) => {
    const upstream = connect(port, '127.0.0.1');
    const count = counter(() => {
      statements += 1;
    });
    client.setNoDelay(true);
    upstream.setNoDelay(true);
    client.on('data', (chunk) => {
      count(chunk);
      upstream.write(chunk);
    });
    upstream.pipe(client);
    for (const socket of [client, upstream]) {
      sockets.add(socket);
      socket.on('error', () => undefined);
      socket.on('close', () => {
        client.destroy();
        upstream.destroy();
        sockets.delete(socket);
      });
    }
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    port: server.address().port,
    get statements() {
      return statements;
    },
    close: () => {
      server.close();
      for (const socket of sockets) socket.destroy();
    },
  };
}
