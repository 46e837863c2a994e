import { existsSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { type BlobStore, type OperationStore, OrchardError, tenantIdSchema } from '@orchard-studio/core';
import { createFileBlobStore } from '@orchard-studio/local';
import { withArchive } from '@orchard-studio/orchestrator';
import { createSqliteStorage } from '@orchard-studio/storage-kysely';
import type { CommandContext } from '../commands/context.ts';
import { RunBook } from './run-book.ts';

/** Operations of the command line belong to the person at this machine. */
export const TENANT = tenantIdSchema.parse('local');

/** Where operations of the command line are kept. */
export interface TreeHome {
  readonly operations: OperationStore;
  /** Large outputs, and old logs. */
  readonly blobs: BlobStore;
  readonly book: RunBook;
  /** What must follow a command that is shown, so that it finds the same operations: ` --home DIR`, or nothing. */
  readonly option: string;
}

export interface HomeOptions {
  readonly home?: string;
}

const quoted = (text: string): string =>
  /^[\w./@:+-]+$/.test(text) ? text : `'${text.replaceAll("'", "'\\''")}'`;

/**
 * Opens the folder of operations for the time of `work`.
 *
 * @param make - make it when it is not there; else its absence is an error that says so.
 * @throws HOME_UNUSABLE, NOT_FOUND
 */
export async function withTreeHome<T>(
  {
    options,
    context,
    make = false,
  }: {
    readonly options: HomeOptions;
    readonly context: CommandContext;
    readonly make?: boolean;
  },
  work: (home: TreeHome) => Promise<T>,
): Promise<T> {
  const folder = resolve(options.home ?? context.env.ORCHARD_HOME ?? '.orchard');
  const path = join(folder, 'trees.sqlite');
  if (!make && !existsSync(path))
    throw new OrchardError(
      'NOT_FOUND',
      `No tree was run here: there is no ${path}. Go to the folder where it was run, or name it with --home.`,
    );
  if (make)
    await mkdir(folder, { recursive: true }).catch((cause: unknown) => {
      throw new OrchardError(
        'HOME_UNUSABLE',
        `The data folder ${folder} cannot be made. Choose another with --home.`,
        {
          cause,
        },
      );
    });
  const storage = createSqliteStorage({ path });
  try {
    await storage.migrate();
    const book = new RunBook(join(folder, 'tree-runs.sqlite'));
    try {
      const option = options.home === undefined ? '' : ` --home ${quoted(options.home)}`;
      // The server's blobs are its own: each folder belongs to the ledger that knows what is used.
      const blobs = createFileBlobStore({ directory: join(folder, 'tree-blobs') });
      const operations = withArchive(storage.operations, blobs);
      return await work({ operations, blobs, book, option });
    } finally {
      book.close();
    }
  } finally {
    await storage.close();
  }
}
