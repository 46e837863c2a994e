import { type GraphNode, layersOf } from './layers.ts';
import { spread } from './spread.ts';

/** A box, or the place where a long line passes a layer. */
export interface Cell {
  /** Undefined for a passing line. */
  readonly node: GraphNode | undefined;
  readonly layer: number;
  /** Room it takes across the direction of the graph. */
  readonly size: number;
  readonly before: Cell[];
  readonly after: Cell[];
  /** Middle, across the direction of the graph. */
  middle: number;
}

/** A line from one box to another, with the cells it passes on its way. */
export interface Line {
  readonly from: string;
  readonly to: string;
  readonly cells: readonly Cell[];
}

export interface Cells {
  readonly layers: readonly (readonly Cell[])[];
  readonly lines: readonly Line[];
}

const SWEEPS = 6;
const PASSING = 10;

function link(a: Cell, b: Cell): void {
  a.after.push(b);
  b.before.push(a);
}

/** Boxes in layers, and cells for the lines that pass a layer on their way. */
function arrange(nodes: readonly GraphNode[], across: 'width' | 'height'): Cells {
  const { depth, needs } = layersOf(nodes);
  const layers: Cell[][] = [];
  const add = (node: GraphNode | undefined, layer: number, size: number): Cell => {
    const cell: Cell = { node, layer, size, before: [], after: [], middle: 0 };
    const cells = layers[layer] ?? [];
    cells.push(cell);
    layers[layer] = cells;
    return cell;
  };
  const inDepth = nodes.toSorted((a, b) => (depth.get(a.id) ?? 0) - (depth.get(b.id) ?? 0));
  const cells = new Map(inDepth.map((node) => [node.id, add(node, depth.get(node.id) ?? 0, node[across])]));
  const lines: Line[] = [];
  for (const [id, cell] of cells)
    for (const need of needs.get(id) ?? []) {
      const start = cells.get(need);
      if (start === undefined) continue;
      const way = [start];
      for (let layer = start.layer + 1; layer < cell.layer; layer += 1)
        way.push(add(undefined, layer, PASSING));
      way.push(cell);
      for (const [index, next] of way.slice(1).entries()) {
        const last = way[index];
        if (last !== undefined) link(last, next);
      }
      lines.push({ from: need, to: id, cells: way });
    }
  return { layers, lines };
}

const average = (cells: readonly Cell[], of: (cell: Cell) => number): number | undefined =>
  cells.length === 0 ? undefined : cells.reduce((sum, cell) => sum + of(cell), 0) / cells.length;

/** Orders each layer by the middle of its neighbours, back and forth: few lines cross then. */
function untangle(layers: Cell[][]): void {
  const rank = new Map<Cell, number>();
  const number = (cells: readonly Cell[]): void => {
    for (const [index, cell] of cells.entries()) rank.set(cell, index);
  };
  for (const cells of layers) number(cells);
  for (let sweep = 0; sweep < SWEEPS; sweep += 1) {
    const forward = sweep % 2 === 0;
    const order = Array.from(layers.keys());
    for (const at of forward ? order : order.toReversed()) {
      const wish = (cell: Cell): number =>
        average(forward ? cell.before : cell.after, (each) => rank.get(each) ?? 0) ?? rank.get(cell) ?? 0;
      const sorted = (layers[at] ?? [])
        .map((cell) => ({ cell, wish: wish(cell) }))
        .toSorted((a, b) => a.wish - b.wish)
        .map(({ cell }) => cell);
      layers[at] = sorted;
      number(sorted);
    }
  }
}

/** Moves the cells of every layer towards their neighbours without changing their order. */
function settle(layers: readonly (readonly Cell[])[], gap: number): void {
  const place = (cells: readonly Cell[], neighbours: (cell: Cell) => readonly Cell[]): void => {
    const wishes = cells.map((cell) => ({
      middle: average(neighbours(cell), ({ middle }) => middle) ?? cell.middle,
      size: cell.size,
    }));
    for (const [index, middle] of spread(wishes, gap).entries()) {
      const cell = cells[index];
      if (cell !== undefined) cell.middle = middle;
    }
  };
  for (const cells of layers) place(cells, () => []);
  for (let sweep = 0; sweep < SWEEPS; sweep += 1) {
    for (const cells of layers) place(cells, ({ before }) => before);
    for (const cells of layers.toReversed()) place(cells, ({ after }) => after);
  }
  for (const cells of layers) place(cells, ({ before, after }) => [...before, ...after]);
}

/** Every box and line with its place across the direction of the graph. */
export function placeCells(
  nodes: readonly GraphNode[],
  { across, gap }: { readonly across: 'width' | 'height'; readonly gap: number },
): Cells {
  const { layers, lines } = arrange(nodes, across);
  const sorted = layers.map((cells) => [...cells]);
  untangle(sorted);
  settle(sorted, gap);
  return { layers: sorted, lines };
}
