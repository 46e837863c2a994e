import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { OrchardError } from '@orchard-studio/core';

const run = promisify(execFile);

/** @throws GIT_MISSING when the git program cannot be started. */
export async function requireGit(): Promise<void> {
  try {
    await run('git', ['--version']);
  } catch (error) {
    throw new OrchardError(
      'GIT_MISSING',
      'The git program was not found. Install git 2.30 or newer and start again.',
      {
        cause: error,
      },
    );
  }
}
