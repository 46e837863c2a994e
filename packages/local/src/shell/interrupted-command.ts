import type { JsonValue } from '@orchard-studio/core';
import { z } from 'zod';
import { processIdentity } from '../deployer/process-identity.ts';
import { killGroup } from './kill-group.ts';

const checkpointSchema = z.object({ pid: z.int().min(2), identity: z.string() });

/** What to remember of a command, so that it can be found after the process that started it was killed. */
export async function commandCheckpoint(pid: number): Promise<JsonValue | undefined> {
  const identity = await processIdentity(pid);
  return identity === undefined ? undefined : { pid, identity };
}

/** Ends the command that an interrupted attempt left running. A process that only has its number is left alone. */
export async function endInterruptedCommand(checkpoint: JsonValue | null, graceMs: number): Promise<void> {
  const earlier = checkpointSchema.safeParse(checkpoint);
  if (!earlier.success) return;
  const { pid, identity } = earlier.data;
  if ((await processIdentity(pid)) === identity) killGroup(pid, graceMs);
}
