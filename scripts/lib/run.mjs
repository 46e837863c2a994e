import { spawn } from 'node:child_process';
import { constants } from 'node:os';
import { root } from './root.mjs';

/**
 * Runs a program and waits for it.
 * `quiet` collects its output instead of showing it. Returns `{ code, signal, output }`.
 */
export function run(command, args, { cwd = root, env = process.env, quiet = false } = {}) {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, { cwd, env, stdio: quiet ? ['ignore', 'pipe', 'pipe'] : 'inherit' });
    let output = '';
    for (const stream of [child.stdout, child.stderr]) {
      stream?.setEncoding('utf8').on('data', (text) => {
        output += text;
      });
    }
    child.once('error', reject);
    child.once('close', (code, signal) => resolve({ code: code ?? exitCodeOf(signal), signal, output }));
  });
}

/** Runs a JavaScript program with the Node that runs this script. */
export const runNode = (args, options) => run(process.execPath, args, options);

const exitCodeOf = (signal) => 128 + (constants.signals[signal] ?? 0);

const sameSignalMs = 1000;

/**
 * Hands this process over to a long-running program: its terminal, the signals it gets, its exit code.
 * A stop somebody asked for (Ctrl-C, `kill`) counts as success, so that npm prints no error for it.
 */
export function become(command, args, { cwd = root, env = process.env } = {}) {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, { cwd, env, stdio: 'inherit' });
    let asked;
    let lastAt = 0;
    const onSignal = (signal) => {
      // npm passes on a Ctrl-C that the terminal already sent to everybody: once is enough.
      const repeated = asked === signal && Date.now() - lastAt < sameSignalMs;
      asked = signal;
      lastAt = Date.now();
      if (!repeated && !(signal === 'SIGINT' && process.stdin.isTTY)) child.kill(signal);
    };
    const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'];
    for (const signal of signals) process.on(signal, onSignal);
    const unwatch = watchParent(() => onSignal('SIGTERM'));
    child.once('error', reject);
    child.once('exit', (code, signal) => {
      for (const name of signals) process.off(name, onSignal);
      unwatch();
      const stoppedAsAsked =
        asked !== undefined && (signal === asked || code === exitCodeOf(asked) || code === 0);
      resolve(stoppedAsAsked ? 0 : (code ?? exitCodeOf(signal)));
    });
  });
}

/** Calls back once when the npm that started this script has gone, so that no server is left behind. */
function watchParent(onGone) {
  if (process.env.npm_lifecycle_event === undefined) return () => {};
  const parent = process.ppid;
  const timer = setInterval(() => {
    if (process.ppid === parent) return;
    clearInterval(timer);
    onGone();
  }, 500);
  timer.unref();
  return () => clearInterval(timer);
}
