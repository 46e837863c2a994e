import { constants } from 'node:fs';
import { access, mkdir } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { OrchardError } from '@orchard-studio/core';
import { lockHome } from './lock.ts';

/** The data folder: everything of a local installation lives below it. */
export interface Home {
  readonly directory: string;
  readonly database: string;
  /** Bare git repositories, one a project. */
  readonly repositories: string;
  /** Private checkouts of running steps. */
  readonly worktrees: string;
  /** Releases, data and logs of the apps. */
  readonly apps: string;
  /** Large outputs of steps, and logs of old operations. */
  readonly blobs: string;
  /** Gives the folder free for another process. */
  release(): void;
}

function unusable(directory: string, error: unknown): OrchardError {
  const reason = error instanceof Error ? error.message : String(error);
  return new OrchardError(
    'HOME_UNUSABLE',
    `The data folder ${directory} cannot be used: ${reason}. Choose another with ORCHARD_HOME.`,
    {
      cause: error,
    },
  );
}

/**
 * Makes the data folder if need be and takes it for this process alone.
 *
 * @throws HOME_UNUSABLE when it cannot be made or written; HOME_LOCKED while another process has it.
 */
export async function openHome(path: string): Promise<Home> {
  const directory = resolve(path);
  const below = (name: string): string => join(directory, name);
  const folders = { repositories: below('repositories'), worktrees: below('worktrees'), apps: below('apps') };
  try {
    await mkdir(directory, { recursive: true });
    await access(directory, constants.R_OK | constants.W_OK | constants.X_OK);
    for (const folder of Object.values(folders)) await mkdir(folder, { recursive: true });
  } catch (error) {
    throw unusable(directory, error);
  }
  const release = lockHome(directory);
  return { directory, database: below('orchard.sqlite'), blobs: below('blobs'), ...folders, release };
}
