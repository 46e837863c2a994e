import type { Blueprint, BlueprintView } from '@orchard-studio/core';

/** A Blueprint as clients see it. */
export function blueprintView({ tenantId: _tenantId, ...blueprint }: Blueprint): BlueprintView {
  return blueprint;
}
