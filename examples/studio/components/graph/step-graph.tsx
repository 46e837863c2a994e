'use client';

import type { StepView } from '@orchard-studio/core';
import { type CSSProperties, useCallback, useMemo, useRef, useState } from 'react';
import { boxesOf } from '@/components/operations/boxes';
import type { Direction } from '@/lib/graph/layout';
import { GraphBox } from './graph-box';
import type { GraphContext } from './graph-context';
import { GraphEdges } from './graph-edges';
import { type Picture, pictureOf, targetsOf } from './graph-layout';
import { useGraphKeys } from './use-graph-keys';
import { useZoom } from './use-zoom';
import { ZoomButtons } from './zoom-buttons';

/** Below this width, later steps stand below their needs. */
const NARROW = 640;
/** Below this zoom, boxes show no text. */
const FAR = 0.4;

export interface StepGraphProps {
  readonly steps: readonly StepView[];
  readonly selected: string | undefined;
  readonly now: number;
  readonly onOpen: (key: string) => void;
}

/** The steps of an operation as a picture: an ordered list of buttons to who does not see it. */
export function StepGraph({ steps, selected, now, onOpen }: StepGraphProps) {
  const root = useRef<HTMLDivElement>(null);
  const zoom = useZoom(root);
  const [open, setOpen] = useState<ReadonlySet<string>>(new Set());
  const direction: Direction = (zoom.room ?? NARROW) < NARROW ? 'down' : 'right';
  const boxes = useMemo(() => boxesOf(steps), [steps]);
  const names = useMemo(() => new Map(steps.map(({ key, name }) => [key, name])), [steps]);
  const picture = useStablePicture(boxes, direction, open);
  const targets = useMemo(
    () => targetsOf(boxes, picture, { direction, open }),
    [boxes, picture, direction, open],
  );
  const { active, ...keys } = useGraphKeys(root, targets, selected);
  const toggle = useCallback((id: string) => {
    setOpen((before) =>
      before.has(id) ? new Set([...before].filter((each) => each !== id)) : new Set([...before, id]),
    );
  }, []);
  const scale = zoom.scale(picture);
  const context: GraphContext = {
    now,
    selected,
    active,
    onOpen,
    onToggle: toggle,
    names,
    direction,
    isFar: scale < FAR,
  };
  return (
    <section aria-label="Steps" className="relative overflow-hidden rounded-xl border bg-sunken/40">
      <div ref={root} className="relative max-h-[min(70dvh,42rem)] overflow-auto p-4">
        <div
          className="relative mx-auto"
          style={{ width: picture.width * scale, height: picture.height * scale }}
        >
          <div className="absolute start-0 top-0 origin-top-left" style={styleOf(picture, scale)}>
            <GraphEdges picture={picture} boxes={boxes} direction={direction} />
            {picture.frame === undefined ? null : (
              <div
                aria-hidden
                className="absolute rounded-2xl border-[length:max(1.5px,var(--hair))] border-dashed border-edge/60 px-3 py-1.5 text-xs font-medium text-muted"
                style={{
                  left: picture.frame.x,
                  top: picture.frame.y,
                  width: picture.frame.width,
                  height: picture.frame.height,
                }}
              >
                {context.isFar ? '' : 'Always at the end'}
              </div>
            )}
            <ol aria-label="Steps of the operation" onKeyDown={keys.onKeyDown} onFocus={keys.onFocus}>
              {boxes.map((box) => {
                const node = picture.nodes.get(box.id);
                if (node === undefined) return null;
                return (
                  <li
                    key={box.id}
                    className="absolute"
                    style={{ left: node.x, top: node.y, width: node.width, height: node.height }}
                  >
                    <GraphBox box={box} isOpen={open.has(box.id)} context={context} />
                  </li>
                );
              })}
            </ol>
          </div>
        </div>
      </div>
      <ZoomButtons zoom={zoom} picture={picture} scale={scale} />
    </section>
  );
}

/** Lines stay as wide as a pixel, however small the rest becomes. */
function styleOf({ width, height }: Picture, scale: number): CSSProperties & Record<'--hair', string> {
  return { width, height, transform: `scale(${scale})`, '--hair': `${1 / scale}px` };
}

/** Places the boxes anew only when what is drawn changes its shape, not with every status. */
function useStablePicture(
  boxes: ReturnType<typeof boxesOf>,
  direction: Direction,
  open: ReadonlySet<string>,
): ReturnType<typeof pictureOf> {
  const shape = boxes.map(({ id, members, needs }) => `${id}:${members.length}:${needs.join()}`).join(' ');
  // biome-ignore lint/correctness/useExhaustiveDependencies: the shape is all of the boxes that places depend on.
  return useMemo(() => pictureOf(boxes, { direction, open }), [shape, direction, open]);
}
