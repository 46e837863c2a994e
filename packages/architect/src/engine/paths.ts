import type { BlueprintContent, JsonValue } from '@orchard-studio/core';
import { isJsonObject } from '@orchard-studio/core';

/** The value at a Blueprint path, undefined when there is none. */
export function valueAt(content: BlueprintContent, path: string): JsonValue | undefined {
  let node: JsonValue | undefined = content;
  for (const segment of path.split('/').slice(1)) {
    if (Array.isArray(node)) {
      const items: readonly JsonValue[] = node;
      node = items.find((item) => isJsonObject(item) && item.id === segment);
    } else if (isJsonObject(node) && Object.hasOwn(node, segment)) {
      node = node[segment];
    } else {
      return undefined;
    }
  }
  return node;
}

/** True when one path is the other, or lies under it. */
export function overlaps(a: string, b: string): boolean {
  return a === b || a.startsWith(`${b}/`) || b.startsWith(`${a}/`);
}
