import { setTimeout as sleep } from 'node:timers/promises';
import { groupRuns } from './group-members.ts';

const LOOK_MS = 20;
/** After SIGKILL: nothing can refuse it, but a process in the midst of a disk access dies only after that. */
const COLLECT_MS = 1_000;

/** Signals a whole process group. False when everything in it has ended. */
function signalGroup(pid: number, signal: NodeJS.Signals): boolean {
  try {
    return process.kill(-pid, signal);
  } catch {
    // ESRCH.
    return false;
  }
}

async function goneWithin(pid: number, ms: number): Promise<boolean> {
  const end = Date.now() + ms;
  while (await groupRuns(pid)) {
    if (Date.now() >= end) return false;
    await sleep(LOOK_MS);
  }
  return true;
}

/**
 * Asks a process group to end, and kills what is left of it after `graceMs`. Resolves when all of it is gone: its
 * leader may end at once while something it started goes on.
 */
export async function endGroup(pid: number, graceMs: number): Promise<void> {
  if (!signalGroup(pid, 'SIGTERM') || (await goneWithin(pid, graceMs))) return;
  signalGroup(pid, 'SIGKILL');
  await goneWithin(pid, COLLECT_MS);
}

const tied = new Set<number>();
const killTied = (): void => {
  for (const pid of tied) signalGroup(pid, 'SIGKILL');
};

/**
 * Makes a process group end with this process, however it exits short of a SIGKILL. The returned function undoes it;
 * call it once the group has ended, since its number may then belong to another.
 */
export function tieGroup(pid: number): () => void {
  if (tied.size === 0) process.on('exit', killTied);
  tied.add(pid);
  return () => {
    tied.delete(pid);
    if (tied.size === 0) process.off('exit', killTied);
  };
}
