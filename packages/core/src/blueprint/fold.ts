import { applyChanges } from './apply.ts';
import { type BlueprintContent, emptyBlueprintContent } from './blueprint.ts';
import type { BlueprintOperation } from './operation.ts';

/**
 * The Blueprint content as the fold of its operations, in log order. Snapshots are caches of this.
 *
 * @param from - content to start from (a snapshot); the empty Blueprint by default.
 */
export function foldOperations(
  operations: readonly BlueprintOperation[],
  from: BlueprintContent = emptyBlueprintContent(),
): BlueprintContent {
  return applyChanges(
    from,
    operations.map(({ op, path, value }) => ({ op, path, value })),
  ).content;
}
