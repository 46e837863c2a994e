import { array, constantFrom, assert as holds, integer, nat, property, tuple } from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { GraphNode } from '../lib/graph/layers.ts';
import { type Layout, layoutGraph, type PlacedNode } from '../lib/graph/layout.ts';
import { type Arrow, nearest } from '../lib/graph/nearest.ts';

const size = integer({ min: 20, max: 300 });
/** Boxes of many sizes; each may need any that came before it, as in a plan. */
const graphs = array(tuple(size, size, array(nat(), { maxLength: 4 })), { maxLength: 40 }).map((rows) =>
  rows.map(([width, height, picks], index): GraphNode => {
    const needs = index === 0 ? [] : picks.map((pick) => `n${pick % index}`);
    return { id: `n${index}`, width, height, needs };
  }),
);
const directions = constantFrom('right' as const, 'down' as const);
const HAIR = 0.01;

const overlap = (a: PlacedNode, b: PlacedNode): boolean =>
  a.x < b.x + b.width - HAIR &&
  b.x < a.x + a.width - HAIR &&
  a.y < b.y + b.height - HAIR &&
  b.y < a.y + a.height - HAIR;

/** Whether drawn lines lead from one box to another. */
function leads({ edges }: Pick<Layout, 'edges'>, from: string, to: string): boolean {
  const direct = edges.filter((edge) => edge.to === to);
  return (
    direct.some((edge) => edge.from === from) || direct.some((edge) => leads({ edges }, from, edge.from))
  );
}

describe('the layout of a graph', () => {
  it('draws every box once and whole, apart from the others, and behind all it needs', () => {
    holds(
      property(graphs, directions, (nodes, direction) => {
        const layout = layoutGraph(nodes, { direction });
        const placed = new Map(layout.nodes.map((node) => [node.id, node]));
        expect(layout.nodes).toHaveLength(nodes.length);
        for (const [index, a] of layout.nodes.entries())
          for (const b of layout.nodes.slice(index + 1)) expect(overlap(a, b), `${a.id} ${b.id}`).toBe(false);
        for (const { id, needs, width, height } of nodes) {
          const box = placed.get(id);
          expect(box).toMatchObject({ width, height });
          if (box === undefined) continue;
          expect(Math.min(box.x, box.y)).toBeGreaterThanOrEqual(-HAIR);
          expect(box.x + width).toBeLessThanOrEqual(layout.width + HAIR);
          expect(box.y + height).toBeLessThanOrEqual(layout.height + HAIR);
          for (const need of needs) {
            const other = placed.get(need);
            const behind = direction === 'right' ? box.x - (other?.x ?? 0) : box.y - (other?.y ?? 0);
            expect(behind).toBeGreaterThan((direction === 'right' ? other?.width : other?.height) ?? 0);
            expect(leads(layout, need, id), `${need} → ${id}`).toBe(true);
          }
        }
      }),
      { numRuns: 100 },
    );
  });

  it('starts and ends every line at its boxes', () => {
    holds(
      property(graphs, (nodes) => {
        const layout = layoutGraph(nodes, { direction: 'right' });
        const placed = new Map(layout.nodes.map((node) => [node.id, node]));
        for (const { from, to, points } of layout.edges) {
          const [start, end] = [placed.get(from), placed.get(to)];
          expect(points[0]?.x).toBeCloseTo((start?.x ?? 0) + (start?.width ?? 0));
          expect(points.at(-1)?.x).toBeCloseTo(end?.x ?? 0);
          expect(points.at(-1)?.y).toBeCloseTo((end?.y ?? 0) + (end?.height ?? 0) / 2);
        }
      }),
      { numRuns: 50 },
    );
  });

  it('leaves out a line that others imply, and survives a cycle', () => {
    const box = (id: string, ...needs: string[]): GraphNode => ({ id, width: 10, height: 10, needs });
    const edges = (...nodes: GraphNode[]) =>
      layoutGraph(nodes, { direction: 'right' }).edges.map(({ from, to }) => `${from}${to}`);
    expect(edges(box('a'), box('b', 'a'), box('c', 'a', 'b', 'unknown'))).toEqual(['ab', 'bc']);
    expect(edges(box('a', 'b'), box('b', 'a'))).toHaveLength(1);
    expect(layoutGraph([], { direction: 'down' })).toEqual({ width: 0, height: 0, nodes: [], edges: [] });
  });
});

describe('arrow keys', () => {
  it('lead to the nearest box of that side, and nowhere at the edge', () => {
    const at = (id: string, x: number, y: number) => ({ id, x, y, width: 10, height: 10 });
    const targets = [at('a', 0, 0), at('b', 50, 40), at('c', 50, -5), at('d', 200, 0)];
    const go = (from: string, arrow: Arrow): string | undefined => {
      const start = targets.find(({ id }) => id === from);
      return start === undefined ? undefined : nearest(targets, start, arrow)?.id;
    };
    expect([go('a', 'ArrowRight'), go('c', 'ArrowDown'), go('d', 'ArrowLeft')]).toEqual(['c', 'b', 'c']);
    expect([go('d', 'ArrowRight'), go('a', 'ArrowLeft')]).toEqual([undefined, undefined]);
  });
});
