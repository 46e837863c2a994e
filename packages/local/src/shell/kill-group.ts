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
