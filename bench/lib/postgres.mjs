import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chownSync, mkdtempSync, readFileSync, realpathSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import pg from 'pg';
import { findPostgresPrograms } from '../../test-tools/postgres-programs.ts';

/** PostgreSQL does not run as root. */
function serverUser() {
  if (process.getuid() !== 0) return {};
  const accounts = readFileSync('/etc/passwd', 'utf8')
    .split('\n')
    .map((line) => line.split(':'));
  const account = ['postgres', 'nobody']
    .map((name) => accounts.find((fields) => fields[0] === name))
    .find((fields) => fields !== undefined);
  if (account === undefined)
    throw new Error('PostgreSQL does not run as root: there is no user to run it as.');
  return { uid: Number(account[2]), gid: Number(account[3]) };
}

async function freePort() {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address();
  server.close();
  await once(server, 'close');
  return port;
}

async function ready(server) {
  const lines = [];
  for await (const line of createInterface({ input: server.stderr })) {
    lines.push(line);
    if (line.includes('ready to accept connections')) {
      server.stderr.resume();
      return;
    }
  }
  throw new Error(`PostgreSQL did not start:\n${lines.join('\n')}`);
}

/** Ends the server as soon as its input is closed, however this process ends. */
const LEASH = '"$@" & server=$!; cat > /dev/null; kill -QUIT $server; wait $server; cd /; rm -rf "$0"';

/**
 * Starts a PostgreSQL of its own with the settings of an ordinary installation, but for `fsync`.
 *
 * @returns its version, how to make an empty database, a connection to look at its counters, and how to stop it
 */
export async function startPostgres({ fsync }) {
  const programs = realpathSync(findPostgresPrograms());
  const user = serverUser();
  const folder = mkdtempSync(join(tmpdir(), 'orchard-bench-postgres-'));
  if (user.uid !== undefined) chownSync(folder, user.uid, user.gid);
  const options = { cwd: folder, env: { PATH: process.env.PATH, LC_ALL: 'C' }, ...user };
  const data = join(folder, 'data');
  const format = ['-U', 'postgres', '--encoding=UTF8', '--locale=C', '--auth=trust', '--no-sync'];
  try {
    execFileSync(join(programs, 'initdb'), ['-D', data, ...format], { ...options, stdio: 'ignore' });
  } catch (error) {
    rmSync(folder, { recursive: true, force: true });
    throw error;
  }
  const port = await freePort();
  const settings = [
    `fsync=${fsync ? 'on' : 'off'}`,
    'synchronous_commit=on',
    'shared_buffers=128MB',
    'max_connections=100',
    'max_wal_size=4GB',
  ].flatMap((setting) => ['-c', setting]);
  const command = [
    join(programs, 'postgres'),
    '-D',
    data,
    '-p',
    port,
    '-h',
    '127.0.0.1',
    '-k',
    '',
    ...settings,
  ];
  const server = spawn('sh', ['-c', LEASH, folder, ...command.map(String)], {
    ...options,
    stdio: ['pipe', 'ignore', 'pipe'],
    // Not reached by a Ctrl-C: it has to clean up.
    detached: true,
  });
  const ended = once(server, 'exit');
  await ready(server);
  const addressOf = (database) => `postgres://postgres@127.0.0.1:${port}/${database}`;
  const admin = new pg.Client({ connectionString: addressOf('postgres') });
  await admin.connect();
  const { rows } = await admin.query('SHOW server_version');
  let made = Promise.resolve();
  return {
    version: rows[0].server_version,
    port,
    admin,
    createDatabase: async (name) => {
      // One at a time: they share a connection, and the template.
      made = made.then(() => admin.query(`CREATE DATABASE "${name}"`));
      await made;
      return addressOf(name);
    },
    stop: async () => {
      await admin.end();
      server.stdin.end();
      await ended;
    },
  };
}

/** Bytes of the write-ahead log, and transactions that wrote, since the server was made. */
export async function postgresCounters(admin) {
  const { rows } = await admin.query(
    `SELECT (pg_current_wal_insert_lsn() - '0/0')::text AS wal, pg_snapshot_xmax(pg_current_snapshot())::text AS xid`,
  );
  return { wal: Number(rows[0].wal), transactions: Number(rows[0].xid) };
}
