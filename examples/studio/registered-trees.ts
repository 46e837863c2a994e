import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createHttpExecutor, createShellExecutor, type LocalOptions } from '@orchard-studio/local';

/** The folder of the trees that this studio can run; their commands run in it. */
const FOLDER = join(import.meta.dirname, 'trees');
/** What a command sees of the environment: enough to find programs, no secrets. */
const PASSED_ON = ['PATH', 'HOME', 'LANG', 'LC_ALL', 'TMPDIR', 'TZ', 'USER'];

/**
 * The trees of this folder, and what runs their steps. A `run:` step is a shell with the rights of this process: only
 * trees that the host put here can be started, never text that comes in over HTTP.
 */
export function registeredTrees(env: NodeJS.ProcessEnv): Pick<LocalOptions, 'trees' | 'executors'> {
  const passed = PASSED_ON.flatMap((name) => {
    const value = env[name];
    return value === undefined ? [] : [[name, value] as const];
  });
  const shell = createShellExecutor({ directory: FOLDER, env: Object.fromEntries(passed) });
  const files = readdirSync(FOLDER).filter((file) => /\.ya?ml$/.test(file));
  return {
    trees: files.toSorted().map((file) => readFileSync(join(FOLDER, file), 'utf8')),
    executors: { shell, http: createHttpExecutor() },
  };
}
