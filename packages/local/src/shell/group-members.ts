import { readdir, readFile } from 'node:fs/promises';

/** Of /proc/<pid>/stat, counted from the state that follows the name in brackets. */
const STATE = 0;
const GROUP = 2;

async function isMember(pid: string, group: string): Promise<boolean> {
  const stat = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => '');
  // The name may hold spaces and brackets, so reading starts behind the last one.
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  return fields[GROUP] === group && fields[STATE] !== 'Z' && fields[STATE] !== 'X';
}

/**
 * Whether a process group has members that run. Where nobody collects orphans, as in many containers, the dead ones
 * stay members for ever: they do not count.
 */
export async function groupRuns(group: number): Promise<boolean> {
  try {
    process.kill(-group, 0);
  } catch {
    return false;
  }
  if (process.platform !== 'linux') return true;
  const pids = (await readdir('/proc').catch(() => [])).filter((name) => /^\d+$/.test(name));
  const found = await Promise.all(pids.map((pid) => isMember(pid, String(group))));
  return found.includes(true);
}
