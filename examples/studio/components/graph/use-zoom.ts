import { type RefObject, useEffect, useState } from 'react';

interface Size {
  readonly width: number;
  readonly height: number;
}

export interface Zoom {
  /** Width of what there is to draw in, in pixels; undefined until it has been measured. */
  readonly room: number | undefined;
  readonly scale: (picture: Size) => number;
  readonly zoomBy: (picture: Size, factor: number) => void;
  /** Shows the whole picture, also when it grows or its room changes. */
  readonly fit: () => void;
}

const MIN = 0.1;
const MAX = 1.5;
/** Smaller than this, text is hard to read: the graph scrolls instead, until a person zooms out. */
const READABLE = 0.72;
/** Share of the window's height that the whole picture may take. */
const TALL = 0.6;
/** Around the picture. */
const MARGIN = 32;

const clamp = (value: number): number => Math.min(MAX, Math.max(MIN, value));

/** The zoom of a graph: as large as its room allows, until a person changes it. */
export function useZoom(root: RefObject<HTMLElement | null>): Zoom {
  const [room, setRoom] = useState<Size>();
  const [chosen, setChosen] = useState<number | 'whole'>();
  useEffect(() => {
    const element = root.current;
    if (element === null) return;
    const observer = new ResizeObserver(() =>
      setRoom({ width: element.clientWidth, height: element.clientHeight }),
    );
    observer.observe(element);
    return () => observer.disconnect();
  }, [root]);
  const scale = ({ width, height }: Size): number => {
    if (typeof chosen === 'number') return chosen;
    if (room === undefined || width === 0 || height === 0) return 1;
    const fitting = (room.width - MARGIN) / width;
    if (chosen === undefined) return Math.min(1, Math.max(READABLE, fitting));
    const tall = window.innerHeight * TALL;
    return clamp(Math.min(1, fitting, (tall - MARGIN) / height));
  };
  return {
    room: room?.width,
    scale,
    zoomBy: (picture, factor) => setChosen(clamp(scale(picture) * factor)),
    fit: () => setChosen('whole'),
  };
}
