import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';

/** Megabytes of memory that a process holds. */
const residentMb = (pid) =>
  Number(execFileSync('ps', ['-o', 'rss=', '-p', String(pid)], { encoding: 'utf8' })) / 1024;

async function listeningUrl(child) {
  for await (const line of createInterface({ input: child.stdout })) {
    const { message, url } = JSON.parse(line);
    if (message === 'listening') return url;
  }
  throw new Error('The server ended before it listened.');
}

/**
 * Starts a server as the deployer does, with an environment of its own, and has `use` ask it for something.
 *
 * @returns milliseconds from the start of the process to its line about listening, and megabytes before and after
 */
export async function timedServer({ args, folder, data, use = async () => {} }) {
  const startedAt = performance.now();
  const child = spawn(process.execPath, args, {
    cwd: folder,
    env: { PORT: '0', HOST: '127.0.0.1', DATA_DIR: data, NODE_ENV: 'production' },
    stdio: ['ignore', 'pipe', 'inherit', 'ipc'],
  });
  const ended = once(child, 'close');
  try {
    const url = await listeningUrl(child);
    const startMs = performance.now() - startedAt;
    child.stdout.resume();
    const startMb = residentMb(child.pid);
    await use(url);
    return { startMs, startMb, usedMb: residentMb(child.pid) };
  } finally {
    child.kill('SIGTERM');
    await ended;
  }
}
