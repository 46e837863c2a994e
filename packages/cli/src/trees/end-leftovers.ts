import { type Operation, planKeyOf } from '@orchard-studio/core';
import { endInterruptedCommand } from '@orchard-studio/local';
import { rootOf } from './operation-ids.ts';
import { TENANT, type TreeHome } from './tree-home.ts';

const GRACE_MS = 5_000;

/**
 * Ends the commands that a killed process left running, those of sub-trees included. A step that runs again does that
 * itself; one that is cancelled never runs again, and `finally` must not clean up below a command that still works.
 *
 * Call it only when no living process works for these pools of the operation.
 */
export async function endLeftovers(home: TreeHome, root: Operation, pools: readonly string[]): Promise<void> {
  const { operations } = home;
  for (const operationId of await operations.listOpenOperations({})) {
    const run = await operations.loadRun({ operationId });
    if (run === undefined || run.operation.tenantId !== TENANT) continue;
    if ((await rootOf(home, run.operation)).id !== root.id) continue;
    const own = new Set(
      run.operation.plan.steps.filter(({ pool }) => pools.includes(pool)).map(({ key }) => key),
    );
    const running = run.steps.filter(({ key, status }) => status === 'running' && own.has(planKeyOf(key)));
    await Promise.all(running.map(({ checkpoint }) => endInterruptedCommand(checkpoint, GRACE_MS)));
  }
}
