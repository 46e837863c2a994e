import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import {
  chmodSync,
  chownSync,
  cpSync,
  lchownSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  realpathSync,
  statSync,
} from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { createInterface } from 'node:readline';
import { promisify } from 'node:util';
import { Client } from 'pg';
import { freePort } from './free-port.ts';
import { findPostgresPrograms } from './postgres-programs.ts';

const run = promisify(execFile);
/** Whoever may run a server when this process may not: PostgreSQL refuses to run as root. */
const SERVER_USERS = ['postgres', 'nobody'];

interface User {
  readonly uid: number;
  readonly gid: number;
}

export interface PostgresCluster {
  /** Makes a new, empty database. @returns its `postgres://` address */
  createDatabase(): Promise<string>;
  /** Shuts the server down as a crash does (immediate), leaves it down for a while, and starts it again. */
  restart(request: { readonly downMs: number }): Promise<void>;
  stop(): Promise<void>;
}

/** Whether everybody may go into a folder: the server's user may not be ours. */
const isOpen = (folder: string): boolean =>
  (statSync(folder).mode & 0o001) !== 0 && (dirname(folder) === folder || isOpen(dirname(folder)));

/** The server's programs where its user can reach them: copied into a folder of its own, if need be. */
function reachable(programs: string, folder: string, { uid, gid }: User): string {
  if (isOpen(programs)) return programs;
  const copy = join(folder, 'programs');
  cpSync(dirname(programs), copy, { recursive: true, verbatimSymlinks: true });
  // The server's user removes it in the end.
  for (const path of ['.', ...readdirSync(copy, { recursive: true, encoding: 'utf8' })])
    lchownSync(join(copy, path), uid, gid);
  return join(copy, basename(programs));
}

function serverUser(): User | undefined {
  if (process.getuid?.() !== 0) return undefined;
  const accounts = readFileSync('/etc/passwd', 'utf8')
    .split('\n')
    .map((line) => line.split(':'));
  for (const name of SERVER_USERS) {
    const [, , uid, gid] = accounts.find((account) => account[0] === name) ?? [];
    if (uid !== undefined && gid !== undefined) return { uid: Number(uid), gid: Number(gid) };
  }
  throw new Error(`PostgreSQL does not run as root, and there is no user ${SERVER_USERS.join(' or ')}.`);
}

const settings = (data: string, port: number): string[] => [
  ...['-D', data, '-p', String(port), '-h', '127.0.0.1', '-k', ''],
  ...[
    'fsync=off',
    'synchronous_commit=off',
    'full_page_writes=off',
    'shared_buffers=32MB',
    'max_connections=60',
    'deadlock_timeout=50ms',
    // A zone that nobody expects: dates and times must not depend on it.
    'timezone=Asia/Kathmandu',
  ].flatMap((setting) => ['-c', setting]),
];

/**
 * Ends the server and removes its folder ($0) as soon as its input is closed, however this process ends. A number as
 * input is for how many seconds it is down before it starts again.
 */
const LEASH = `start() { "$@" & server=$!; }
end() { kill -QUIT $server; wait $server; }
start "$@"
while read -r seconds; do end; sleep "$seconds"; start "$@"; done
end; cd /; rm -rf "$0"`;

const READY = 'ready to accept connections';

async function ready(server: ChildProcess): Promise<void> {
  const lines: string[] = [];
  if (server.stderr === null) throw new Error('The server says nothing.');
  for await (const line of createInterface({ input: server.stderr })) {
    lines.push(line);
    if (line.includes(READY)) {
      server.stderr.resume();
      return;
    }
    if (line.includes('FATAL')) break;
  }
  throw new Error(`PostgreSQL did not start:\n${lines.join('\n')}`);
}

/** Resolves when it says so once more. */
function readyAgain({ stderr }: ChildProcess): Promise<void> {
  return new Promise((resolve) => {
    let said = '';
    const listen = (chunk: unknown): void => {
      said += String(chunk);
      if (!said.includes(READY)) return;
      stderr?.off('data', listen);
      stderr?.resume();
      resolve();
    };
    stderr?.on('data', listen);
  });
}

/** Over the wire: not every installation has `createdb`. */
async function makeDatabase(address: string, name: string): Promise<void> {
  const client = new Client({ connectionString: address });
  await client.connect();
  try {
    await client.query(`CREATE DATABASE ${name}`);
  } finally {
    await client.end();
  }
}

/**
 * Starts a PostgreSQL server of its own in a temporary folder, on a free port of 127.0.0.1. It ends with this process.
 *
 * @throws Error with what to install when there is no PostgreSQL on this machine
 */
export async function startPostgres(): Promise<PostgresCluster> {
  const found = realpathSync(findPostgresPrograms());
  const user = serverUser();
  const folder = mkdtempSync(join(tmpdir(), 'orchard-postgres-'));
  const programs = user === undefined ? found : reachable(found, folder, user);
  const env = { PATH: process.env.PATH ?? '', LC_ALL: 'C' };
  const password = randomBytes(16).toString('hex');
  const secret = join(folder, 'password');
  const data = join(folder, 'data');
  await writeFile(secret, password);
  chmodSync(folder, 0o700);
  if (user !== undefined) for (const path of [folder, secret]) chownSync(path, user.uid, user.gid);
  const options = { cwd: folder, env, ...user };
  const format = ['-U', 'postgres', '--encoding=UTF8', '--locale=C', '--auth=scram-sha-256', '--no-sync'];
  await run(join(programs, 'initdb'), ['-D', data, `--pwfile=${secret}`, ...format], options);
  const port = await freePort();
  const command = [join(programs, 'postgres'), ...settings(data, port)];
  const server = spawn('sh', ['-c', LEASH, folder, ...command], {
    ...options,
    stdio: ['pipe', 'ignore', 'pipe'],
  });
  const ended = once(server, 'exit');
  const stop = async (): Promise<void> => {
    server.stdin.end();
    await ended;
  };
  await ready(server).catch(async (error: unknown) => {
    await stop();
    throw error;
  });
  let count = 0;
  return {
    restart: async ({ downMs }) => {
      const up = readyAgain(server);
      server.stdin.write(`${downMs / 1_000}\n`);
      await up;
    },
    createDatabase: async () => {
      count += 1;
      const name = `test_${count}`;
      const addressOf = (database: string): string =>
        `postgres://postgres:${password}@127.0.0.1:${port}/${database}`;
      await makeDatabase(addressOf('postgres'), name);
      return addressOf(name);
    },
    stop,
  };
}

let cluster: Promise<PostgresCluster> | undefined;

/** The address of a new, empty database on this test process's own server, which is started when first asked for. */
export async function freshPostgres(): Promise<string> {
  cluster ??= startPostgres();
  return (await cluster).createDatabase();
}
