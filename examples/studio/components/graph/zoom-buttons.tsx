import { Maximize, Minus, Plus } from 'lucide-react';
import { Button } from '@/components/ui/button';
import type { Zoom } from './use-zoom';

export interface ZoomButtonsProps {
  readonly zoom: Zoom;
  readonly picture: { readonly width: number; readonly height: number };
  readonly scale: number;
}

const FACTOR = 1.25;

/** Makes the graph larger or smaller, or shows all of it. */
export function ZoomButtons({ zoom, picture, scale }: ZoomButtonsProps) {
  return (
    <fieldset
      aria-label="Zoom"
      className="flex items-center justify-end gap-0.5 border-t bg-surface px-2 py-1 text-muted"
    >
      <span className="me-auto ps-2 text-xs max-sm:sr-only">
        Arrow keys move between steps, Enter opens one.
      </span>
      <Button
        look="quiet"
        size="icon"
        aria-label="Zoom out"
        title="Zoom out"
        onClick={() => zoom.zoomBy(picture, 1 / FACTOR)}
      >
        <Minus aria-hidden />
      </Button>
      <span className="w-11 text-center text-xs tabular-nums">{Math.round(scale * 100)} %</span>
      <Button
        look="quiet"
        size="icon"
        aria-label="Zoom in"
        title="Zoom in"
        onClick={() => zoom.zoomBy(picture, FACTOR)}
      >
        <Plus aria-hidden />
      </Button>
      <Button
        look="quiet"
        size="icon"
        aria-label="Show the whole graph"
        title="Show the whole graph"
        onClick={zoom.fit}
      >
        <Maximize aria-hidden />
      </Button>
    </fieldset>
  );
}
