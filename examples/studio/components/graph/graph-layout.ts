import { type StepBox, shownMembers } from '@/components/operations/boxes';
import {
  type Direction,
  type Layout,
  layoutGraph,
  type PlacedEdge,
  type PlacedNode,
} from '@/lib/graph/layout';
import type { Target } from '@/lib/graph/nearest';

/** Sizes of what a box holds, in pixels before zooming. */
export const SIZES = { row: 34, pad: 6, frameTop: 30, framePad: 12 } as const;

/** Three boxes fit side by side on a phone; their names may take two lines there. */
export const BOXES: Readonly<Record<Direction, { readonly width: number; readonly head: number }>> = {
  right: { width: 184, head: 58 },
  down: { width: 128, head: 72 },
};

/** How a graph is drawn. */
export interface GraphShape {
  readonly direction: Direction;
  /** Boxes that show all their members. */
  readonly open: ReadonlySet<string>;
}

/** The frame around the steps that always run at the end. */
interface Frame {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

export interface Picture {
  readonly width: number;
  readonly height: number;
  readonly nodes: ReadonlyMap<string, PlacedNode>;
  readonly edges: readonly PlacedEdge[];
  readonly frame: Frame | undefined;
  /** Where the arrow to the frame starts and ends. */
  readonly lead: PlacedEdge['points'];
}

const GAPS = { right: { layerGap: 40, nodeGap: 16 }, down: { layerGap: 36, nodeGap: 12 } } as const;
const LEAD = 44;

/** True when a folded box hides members, or an open one could fold again. */
export const canFold = (box: StepBox): boolean => shownMembers(box, false).length < box.members.length;

function heightOf(box: StepBox, isOpen: boolean, head: number): number {
  if (box.members.length === 0) return head;
  const rows = shownMembers(box, isOpen).length + (canFold(box) ? 1 : 0);
  return head + rows * SIZES.row + SIZES.pad;
}

const moved = ({ nodes, edges }: Layout, x: number, y: number): Pick<Layout, 'nodes' | 'edges'> => ({
  nodes: nodes.map((node) => ({ ...node, x: node.x + x, y: node.y + y })),
  edges: edges.map((edge) => ({
    ...edge,
    points: edge.points.map((point) => ({ x: point.x + x, y: point.y + y })),
  })),
});

/** Places the boxes by their needs, and those of `finally` in a frame of their own behind all others. */
export function pictureOf(boxes: readonly StepBox[], { direction, open }: GraphShape): Picture {
  const { width, head } = BOXES[direction];
  const layout = (wanted: readonly StepBox[]): Layout =>
    layoutGraph(
      wanted.map((box) => ({ ...box, width, height: heightOf(box, open.has(box.id), head) })),
      { direction, ...GAPS[direction] },
    );
  const main = layout(boxes.filter((box) => !box.finally));
  const last = layout(boxes.filter((box) => box.finally));
  if (last.nodes.length === 0) {
    const { nodes, edges } = main;
    return { ...main, nodes: byId(nodes), edges, frame: undefined, lead: [] };
  }
  const isRight = direction === 'right';
  const size = {
    width: last.width + 2 * SIZES.framePad,
    height: last.height + SIZES.frameTop + SIZES.framePad,
  };
  // The frame stands level with the steps that come last.
  const level = levelOf(main, isRight);
  const inner = isRight ? SIZES.frameTop + last.height / 2 : size.width / 2;
  const before = Math.max(0, inner - level);
  const start = before + level - inner;
  const x = isRight ? main.width + LEAD : start;
  const y = isRight ? start : main.height + LEAD;
  const first = moved(main, isRight ? 0 : before, isRight ? before : 0);
  const after = moved(last, x + SIZES.framePad, y + SIZES.frameTop);
  const along = (isRight ? main.width : main.height) + LEAD;
  const across = before + level;
  return {
    width: isRight ? along + size.width : Math.max(before + main.width, x + size.width),
    height: isRight ? Math.max(before + main.height, y + size.height) : along + size.height,
    nodes: byId([...first.nodes, ...after.nodes]),
    edges: [...first.edges, ...after.edges],
    frame: { x, y, ...size },
    lead: [along - LEAD + 8, along].map((at) => (isRight ? { x: at, y: across } : { x: across, y: at })),
  };
}

/** The middle of the boxes that nothing follows, across the direction of the graph. */
function levelOf({ nodes, edges, width, height }: Layout, isRight: boolean): number {
  const followed = new Set(edges.map(({ from }) => from));
  const ends = nodes.filter(({ id }) => !followed.has(id));
  if (ends.length === 0) return (isRight ? height : width) / 2;
  const middles = ends.map((node) => (isRight ? node.y + node.height / 2 : node.x + node.width / 2));
  return middles.reduce((sum, middle) => sum + middle, 0) / ends.length;
}

const byId = (nodes: readonly PlacedNode[]): ReadonlyMap<string, PlacedNode> =>
  new Map(nodes.map((node) => [node.id, node]));

/** What the arrow keys can reach: every step, on its own or within its box. */
export function targetsOf(
  boxes: readonly StepBox[],
  { nodes }: Picture,
  { direction, open }: GraphShape,
): readonly Target[] {
  const { head: height } = BOXES[direction];
  return boxes.flatMap((box): readonly Target[] => {
    const node = nodes.get(box.id);
    if (node === undefined) return [];
    const { x, y, width } = node;
    const head: Target = { id: box.id, x, y, width, height };
    const rows = shownMembers(box, open.has(box.id)).map((step, index) => ({
      id: step.key,
      x,
      y: y + height + index * SIZES.row,
      width,
      height: SIZES.row,
    }));
    return [head, ...rows];
  });
}
