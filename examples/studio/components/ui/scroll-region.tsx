import type { ComponentProps } from 'react';
import { cn } from '@/lib/cn';

export interface ScrollRegionProps extends ComponentProps<'section'> {
  /** Names the region for who reaches it by keyboard. */
  readonly 'aria-label': string;
}

/** A named region that scrolls. The arrow keys scroll it, so the Tab key has to reach it. */
export function ScrollRegion({ className, ...props }: ScrollRegionProps) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: without it a keyboard could not scroll the region.
    <section tabIndex={0} className={cn('overflow-y-auto -outline-offset-2', className)} {...props} />
  );
}
