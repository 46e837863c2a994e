import { type Cell, type Line, placeCells } from './cells.ts';
import type { GraphNode } from './layers.ts';

export interface Point {
  readonly x: number;
  readonly y: number;
}

export interface PlacedNode extends Point {
  readonly id: string;
  readonly width: number;
  readonly height: number;
}

export interface PlacedEdge {
  readonly from: string;
  readonly to: string;
  /** Where the line starts, passes other layers, and ends. */
  readonly points: readonly Point[];
}

export interface Layout {
  readonly width: number;
  readonly height: number;
  readonly nodes: readonly PlacedNode[];
  readonly edges: readonly PlacedEdge[];
}

/** Where later steps stand: to the right of their needs, or below them. */
export type Direction = 'right' | 'down';

export interface LayoutOptions {
  readonly direction: Direction;
  /** Room between two layers. */
  readonly layerGap?: number;
  /** Room between two boxes of a layer. */
  readonly nodeGap?: number;
}

/** Where a layer begins and ends along the direction of the graph. */
interface Band {
  readonly start: number;
  readonly end: number;
}

/**
 * A layered picture of a graph: every box stands behind all it needs, no two overlap, lines pass between boxes, and few
 * lines cross. The longest way decides the layer, averages of neighbours the order, least squares the place. Linear in
 * boxes and lines but for sorting: hundreds of steps take milliseconds.
 *
 * It is written here because the page needs less than a layout library brings, and because what it promises can be
 * checked as properties.
 */
export function layoutGraph(nodes: readonly GraphNode[], options: LayoutOptions): Layout {
  const { direction, layerGap = 56, nodeGap = 20 } = options;
  const isRight = direction === 'right';
  const { layers, lines } = placeCells(nodes, { across: isRight ? 'height' : 'width', gap: nodeGap });
  const bands: Band[] = [];
  for (const cells of layers) {
    const start = bands.length === 0 ? 0 : (bands.at(-1)?.end ?? 0) + layerGap;
    const sizes = cells.map(({ node }) => (isRight ? node?.width : node?.height) ?? 0);
    bands.push({ start, end: start + Math.max(0, ...sizes) });
  }
  const all = layers.flat();
  const shift = all.length === 0 ? 0 : -Math.min(...all.map(({ middle, size }) => middle - size / 2));
  const breadth = Math.max(0, ...all.map(({ middle, size }) => middle + size / 2 + shift));
  const length = bands.at(-1)?.end ?? 0;
  const at = (along: number, across: number): Point =>
    isRight ? { x: along, y: across + shift } : { x: across + shift, y: along };
  return {
    width: isRight ? length : breadth,
    height: isRight ? breadth : length,
    nodes: all.flatMap(({ node, layer, middle, size }) => {
      if (node === undefined) return [];
      const { id, width, height } = node;
      return [{ id, width, height, ...at(bands[layer]?.start ?? 0, middle - size / 2) }];
    }),
    edges: lines.map(({ from, to, cells }) => ({
      from,
      to,
      points: pointsOf(cells, { bands, at, isRight }),
    })),
  };
}

interface Frame {
  readonly bands: readonly Band[];
  readonly at: (along: number, across: number) => Point;
  readonly isRight: boolean;
}

function pointsOf(cells: Line['cells'], { bands, at, isRight }: Frame): readonly Point[] {
  return cells.flatMap((cell: Cell, index) => {
    const { start = 0, end = 0 } = bands[cell.layer] ?? {};
    const long = (isRight ? cell.node?.width : cell.node?.height) ?? 0;
    if (index === 0) return [at(start + long, cell.middle)];
    if (index === cells.length - 1) return [at(start, cell.middle)];
    return [at(start, cell.middle), at(end, cell.middle)];
  });
}

/** The points of a line as the path of an SVG, bent where it changes its course. */
export function pathOf(points: readonly Point[], direction: Direction): string {
  const [first, ...rest] = points;
  if (first === undefined) return '';
  let path = `M${first.x} ${first.y}`;
  let last = first;
  for (const point of rest) {
    const x = (last.x + point.x) / 2;
    const y = (last.y + point.y) / 2;
    path +=
      direction === 'right'
        ? `C${x} ${last.y} ${x} ${point.y} ${point.x} ${point.y}`
        : `C${last.x} ${y} ${point.x} ${y} ${point.x} ${point.y}`;
    last = point;
  }
  return path;
}
