import { maintain } from '@orchard-studio/orchestrator';
import { type HomeOptions, withTreeHome } from '../../trees/tree-home.ts';
import type { CommandContext } from '../context.ts';

export interface CompactOptions extends HomeOptions {
  /** In milliseconds. */
  readonly olderThan?: number;
  readonly deleteOlderThan?: number;
}

const count = (number: number, what: string): string => `${number} ${what}${number === 1 ? '' : 's'}`;

/** `orchard tree compact`: archives the logs of old operations, and deletes older ones when it is told to. */
export async function treeCompact(options: CompactOptions, context: CommandContext): Promise<number> {
  const { olderThan, deleteOlderThan } = options;
  return withTreeHome({ options, context }, async ({ operations, blobs }) => {
    const done = await maintain({
      ...{ store: operations, blobs },
      ...(olderThan === undefined ? {} : { compactAfterMs: olderThan }),
      ...(deleteOlderThan === undefined ? {} : { deleteAfterMs: deleteOlderThan }),
    });
    context.terminal.line(
      `${count(done.compacted, 'log')} archived (${count(done.archivedEvents, 'event')}), ${count(done.deleted, 'operation')} deleted.`,
    );
    return 0;
  });
}
