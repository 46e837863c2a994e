import type { JsonValue } from '@orchard-studio/core';
import { z } from 'zod';
import { processIdentity } from '../deployer/process-identity.ts';
import { endGroup } from './kill-group.ts';
import { removeStepFolder } from './step-folder.ts';

const checkpointSchema = z.object({ pid: z.int().min(2), identity: z.string(), folder: z.string() });

/** A command that runs, and the folder it was given. */
export interface RunningCommand {
  readonly pid: number;
  readonly folder: string;
}

/** What to remember of a command, so that it can be found after the process that started it was killed. */
export async function commandCheckpoint({ pid, folder }: RunningCommand): Promise<JsonValue | undefined> {
  const identity = await processIdentity(pid);
  return identity === undefined ? undefined : { pid, identity, folder };
}

/**
 * Ends the command that an interrupted attempt left running, and removes its folder; resolves when it is gone. A
 * process that only has its number is left alone.
 */
export async function endInterruptedCommand(checkpoint: JsonValue | null, graceMs: number): Promise<void> {
  const earlier = checkpointSchema.safeParse(checkpoint);
  if (!earlier.success) return;
  const { pid, identity, folder } = earlier.data;
  if ((await processIdentity(pid)) === identity) await endGroup(pid, graceMs);
  await removeStepFolder(folder);
}
