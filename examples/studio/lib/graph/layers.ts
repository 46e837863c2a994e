/** What a layout must know of a box. */
export interface GraphNode {
  readonly id: string;
  readonly width: number;
  readonly height: number;
  /** Ids of the boxes it comes after. Unknown ones are left out. */
  readonly needs: readonly string[];
}

export interface Layers {
  /** How many boxes come before it on the longest way, by id. */
  readonly depth: ReadonlyMap<string, number>;
  /** Needs to be drawn, by id: those that no other need implies. */
  readonly needs: ReadonlyMap<string, readonly string[]>;
}

/** Above this, needs that others imply are drawn too: finding them would take longer than it is worth. */
const MAX_REDUCED = 1_500;

/** Puts every box behind the ones it needs. A cycle cannot come from a checked tree; its last edge is left out. */
export function layersOf(nodes: readonly GraphNode[]): Layers {
  const known = new Map(nodes.map((node) => [node.id, node]));
  const depth = new Map<string, number>();
  const needs = new Map<string, readonly string[]>();
  const above = new Map<string, ReadonlySet<string>>();
  const open = new Set<string>();
  const enter = (node: GraphNode): void => {
    if (depth.has(node.id)) return;
    open.add(node.id);
    const kept: string[] = [];
    for (const id of new Set(node.needs)) {
      const need = known.get(id);
      if (need === undefined || open.has(id)) continue;
      enter(need);
      kept.push(id);
    }
    open.delete(node.id);
    depth.set(node.id, Math.max(-1, ...kept.map((id) => depth.get(id) ?? 0)) + 1);
    needs.set(node.id, nodes.length > MAX_REDUCED ? kept : withoutImplied(kept, above));
    if (nodes.length <= MAX_REDUCED)
      above.set(node.id, new Set(kept.flatMap((id) => [id, ...(above.get(id) ?? [])])));
  };
  for (const node of nodes) enter(node);
  return { depth, needs };
}

/** A box that waits for `b` waits for all that `b` waits for: the line to those says nothing new. */
const withoutImplied = (
  needs: readonly string[],
  above: ReadonlyMap<string, ReadonlySet<string>>,
): readonly string[] => needs.filter((id) => !needs.some((other) => above.get(other)?.has(id) === true));
