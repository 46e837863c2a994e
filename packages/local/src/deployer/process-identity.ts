import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { promisify } from 'node:util';

const run = promisify(execFile);
/** Field 22 of /proc/<pid>/stat, counted from the state that follows the name in brackets. */
const START_TIME = 19;

async function fromProc(pid: number): Promise<string | undefined> {
  const [stat, boot] = await Promise.all([
    readFile(`/proc/${pid}/stat`, 'utf8'),
    readFile('/proc/sys/kernel/random/boot_id', 'utf8'),
  ]);
  // The name may hold spaces and brackets, so reading starts behind the last one.
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  if (fields[0] === 'Z' || fields[0] === 'X') return undefined;
  return `${boot.trim()}:${fields[START_TIME]}`;
}

async function fromPs(pid: number): Promise<string | undefined> {
  const { stdout } = await run('ps', ['-o', 'lstart=', '-p', String(pid)], {
    env: { LC_ALL: 'C', PATH: '/usr/bin:/bin' },
  });
  const started = stdout.trim();
  return started === '' ? undefined : started;
}

/**
 * Tells one process from every other that ever has its number: when it was started. Undefined when there is none.
 * A process that has ended and waits to be collected counts as none.
 */
export async function processIdentity(pid: number): Promise<string | undefined> {
  try {
    return await (process.platform === 'linux' ? fromProc(pid) : fromPs(pid));
  } catch {
    return undefined;
  }
}
