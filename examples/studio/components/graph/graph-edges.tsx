import type { StepStatus } from '@orchard-studio/core';
import { type StepBox, statusOfBox } from '@/components/operations/boxes';
import { type Direction, pathOf } from '@/lib/graph/layout';
import type { Picture } from './graph-layout';

function lookOf(from: StepStatus | undefined, to: StepStatus | undefined): string {
  if (to === 'running' || to === 'retrying') return 'edge-live stroke-sky';
  if (to === 'skipped' || to === 'cancelled') return 'stroke-edge/60 [stroke-dasharray:3_4]';
  return from === 'succeeded' ? 'stroke-leaf/70' : 'stroke-edge/60';
}

export interface GraphEdgesProps {
  readonly picture: Picture;
  readonly boxes: readonly StepBox[];
  readonly direction: Direction;
}

/** The lines between the boxes. Decoration: what a step comes after stands in its name and in its details. */
export function GraphEdges({ picture, boxes, direction }: GraphEdgesProps) {
  const status = new Map(boxes.map((box) => [box.id, statusOfBox(box)]));
  return (
    <svg
      aria-hidden
      width={picture.width}
      height={picture.height}
      className="pointer-events-none absolute inset-0 overflow-visible fill-none [stroke-width:max(1.75px,var(--hair))]"
    >
      {picture.edges.map(({ from, to, points }) => {
        const end = points.at(-1);
        const look = lookOf(status.get(from), status.get(to));
        return (
          <g key={`${from} ${to}`} className={look}>
            <path d={pathOf(points, direction)} />
            {end === undefined ? null : (
              <path
                d={
                  direction === 'right'
                    ? `M${end.x - 5} ${end.y - 4}L${end.x} ${end.y}L${end.x - 5} ${end.y + 4}`
                    : `M${end.x - 4} ${end.y - 5}L${end.x} ${end.y}L${end.x + 4} ${end.y - 5}`
                }
                className="[animation:none] [stroke-dasharray:none]"
              />
            )}
          </g>
        );
      })}
      {picture.frame === undefined ? null : (
        <path d={pathOf(picture.lead, direction)} className="stroke-edge/60 [stroke-dasharray:3_5]" />
      )}
    </svg>
  );
}
