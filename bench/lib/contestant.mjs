import { fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';

const HOST = fileURLToPath(new URL('./contestant-host.mjs', import.meta.url));

/** Nothing here takes that long: who does not answer hangs. */
const CALL_MS = 60_000;
const CLOSE_MS = 5_000;

const lastLine = (text) => text.trim().split('\n').at(-1) ?? '';

/** A contestant in a process of its own: nobody pays for another one's heap, timers or modules. */
class Contestant {
  #child;
  #answers = new Map();
  #calls = 0;
  #atEdge;

  constructor(child) {
    this.#child = child;
    child.on('message', (message) => void this.#receive(message));
    child.on('exit', (code, signal) => {
      for (const { reject } of this.#answers.values())
        reject(new Error(`The process ended: ${signal ?? code}`));
    });
  }

  /**
   * Has the contestant do something.
   *
   * @param atEdge called while its first step and while its last step runs: to read counters
   */
  call(name, argument, { atEdge, longestMs = CALL_MS } = {}) {
    this.#calls += 1;
    const id = this.#calls;
    this.#atEdge = atEdge;
    this.#child.send({ id, name, argument, edges: atEdge !== undefined });
    return this.#answer(id, name, longestMs);
  }

  async #answer(id, name, longestMs) {
    const { promise, resolve, reject } = Promise.withResolvers();
    this.#answers.set(id, { resolve, reject });
    const late = () => reject(new Error(`No answer to "${name}" within ${longestMs / 1_000} s.`));
    const timer = setTimeout(late, longestMs);
    try {
      return await promise;
    } finally {
      clearTimeout(timer);
    }
  }

  get pid() {
    return this.#child.pid;
  }

  async close() {
    if (this.#child.exitCode !== null || this.#child.signalCode !== null) return;
    const ended = once(this.#child, 'exit');
    const closed = this.call('close', undefined, { longestMs: CLOSE_MS }).catch(() => undefined);
    await Promise.race([closed, ended]);
    if (this.#child.connected) this.#child.disconnect();
    const timer = setTimeout(() => this.#child.kill('SIGKILL'), 3_000);
    await ended;
    clearTimeout(timer);
  }

  kill() {
    this.#child.kill('SIGKILL');
  }

  async #receive({ id, edge, error, result }) {
    if (edge !== undefined) {
      await this.#atEdge?.(edge);
      this.#child.send({ go: true });
      return;
    }
    const answer = this.#answers.get(id);
    this.#answers.delete(id);
    if (error === undefined) answer?.resolve(result);
    else answer?.reject(new Error(lastLine(error)));
  }
}

/**
 * Starts `bench/contestants/<name>.mjs` in a process of its own.
 *
 * @throws Error when it cannot start here
 */
export async function openContestant(name, settings, { execArgv = [] } = {}) {
  const child = fork(HOST, [name], { execArgv, stdio: ['ignore', 'ignore', 'pipe', 'ipc'] });
  let said = '';
  child.stderr.setEncoding('utf8').on('data', (text) => {
    said = (said + text).slice(-4_000);
  });
  const contestant = new Contestant(child);
  try {
    await contestant.call('open', settings);
    return contestant;
  } catch (error) {
    contestant.kill();
    if (process.env.BENCH_DEBUG) console.error(said);
    throw error;
  }
}

/** Starts all of them. @returns `{ label, contestant }`, or `{ label, error }` for one that does not run here */
export async function openAll(entries) {
  const opened = [];
  for (const { name, settings, ...entry } of entries) {
    try {
      opened.push({ ...entry, contestant: await openContestant(name, await settings()) });
    } catch (error) {
      opened.push({ ...entry, error: error.message });
    }
  }
  return opened;
}
