/** Signals a whole process group; a group that is gone already is no error. */
function signalGroup(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(-pid, signal);
  } catch {
    // ESRCH: everything in the group has ended.
  }
}

/** Asks a process group to end, and kills what is left of it after `graceMs`. */
export function killGroup(pid: number | undefined, graceMs: number): void {
  if (pid === undefined) return;
  signalGroup(pid, 'SIGTERM');
  setTimeout(() => signalGroup(pid, 'SIGKILL'), graceMs).unref();
}

const tied = new Set<number>();
const killTied = (): void => {
  for (const pid of tied) signalGroup(pid, 'SIGKILL');
};

/**
 * Makes a process group end with this process, however it exits short of a SIGKILL. The returned function undoes it;
 * call it once the group has ended, since its number may then belong to another.
 */
export function tieGroup(pid: number | undefined): () => void {
  if (pid === undefined) return () => {};
  if (tied.size === 0) process.on('exit', killTied);
  tied.add(pid);
  return () => {
    tied.delete(pid);
    if (tied.size === 0) process.off('exit', killTied);
  };
}
