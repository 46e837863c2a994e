'use client';

import type { LogEntry } from '@orchard-studio/client/react';
import { memo, type RefObject, useEffect, useMemo, useRef, useState } from 'react';
import { ScrollRegion } from '@/components/ui/scroll-region';
import { cn } from '@/lib/cn';
import { LogLine } from './log-line';

/** Lines that are drawn, or left out, together. */
const BLOCK = 100;
const LINE_HEIGHT = 20;
/** Drawn beyond the edges of what is seen. */
const AHEAD = '600px 0px';
/** Pixels from the end that still count as the end. */
const NEAR = 24;

export interface LogWindowProps {
  readonly lines: readonly LogEntry[];
  readonly showsStep: boolean;
  readonly wraps: boolean;
  /** Keeps the newest line in sight. */
  readonly follows: boolean;
  /** Scrolling up stops following, scrolling to the end starts it again. */
  readonly onFollows: (follows: boolean) => void;
  /** Said when there is no line. */
  readonly empty: string;
}

/** Splits lines where blocks begin that keep their lines when others are added behind them. */
function blocksOf(lines: readonly LogEntry[]): readonly (readonly LogEntry[])[] {
  return Array.from({ length: Math.ceil(lines.length / BLOCK) }, (_, index) =>
    lines.slice(index * BLOCK, (index + 1) * BLOCK),
  );
}

/** Any number of lines, of which only those near the eye are in the page. */
export function LogWindow({ lines, showsStep, wraps, follows, onFollows, empty }: LogWindowProps) {
  const scroller = useRef<HTMLElement>(null);
  const blocks = useMemo(() => blocksOf(lines), [lines]);
  const last = lines.at(-1)?.seq;
  // biome-ignore lint/correctness/useExhaustiveDependencies: a new last line is what there is to follow.
  useEffect(() => {
    const element = scroller.current;
    if (follows && element !== null) element.scrollTop = element.scrollHeight;
  }, [follows, last, wraps]);
  const content = useRef<HTMLDivElement>(null);
  useEffect(() => {
    const element = scroller.current;
    if (!follows || element === null || content.current === null) return;
    // Lines that wrap anew, or are drawn for the first time, move the end.
    const observer = new ResizeObserver(() => {
      element.scrollTop = element.scrollHeight;
    });
    observer.observe(content.current);
    return () => observer.disconnect();
  }, [follows]);
  const top = useRef(0);
  const onScroll = (): void => {
    const element = scroller.current;
    if (element === null || element.clientHeight === 0) return;
    const { scrollHeight, scrollTop, clientHeight } = element;
    const isUp = scrollTop < top.current - 1;
    top.current = scrollTop;
    if (scrollHeight - scrollTop - clientHeight < NEAR) onFollows(true);
    else if (isUp) onFollows(false);
  };
  return (
    <ScrollRegion
      ref={scroller}
      aria-label="Log lines"
      onScroll={onScroll}
      className={cn(
        'max-h-[60dvh] overflow-auto bg-sunken/50 py-1 font-mono text-xs leading-5',
        lines.length === 0 ? 'h-20' : 'h-96',
      )}
    >
      {lines.length === 0 ? <p className="px-4 py-2 font-sans text-sm text-muted">{empty}</p> : null}
      <div ref={content} className={cn(!wraps && 'w-max min-w-full')}>
        {blocks.map((block, index) => (
          <Block
            key={block[0]?.seq}
            lines={block}
            isLast={index === blocks.length - 1}
            root={scroller}
            showsStep={showsStep}
            wraps={wraps}
          />
        ))}
      </div>
    </ScrollRegion>
  );
}

interface BlockProps {
  readonly lines: readonly LogEntry[];
  readonly isLast: boolean;
  readonly root: RefObject<HTMLElement | null>;
  readonly showsStep: boolean;
  readonly wraps: boolean;
}

const same = (a: BlockProps, b: BlockProps): boolean =>
  a.isLast === b.isLast &&
  a.wraps === b.wraps &&
  a.showsStep === b.showsStep &&
  a.lines.length === b.lines.length &&
  a.lines[0] === b.lines[0] &&
  a.lines.at(-1) === b.lines.at(-1);

/** Some lines, or an empty place of their height while they are far from the eye. */
const Block = memo(function Block({ lines, isLast, root, showsStep, wraps }: BlockProps) {
  const place = useRef<HTMLOListElement>(null);
  const [isNear, setNear] = useState(false);
  const height = useRef<number | undefined>(undefined);
  useEffect(() => {
    const element = place.current;
    if (element === null) return;
    const observer = new IntersectionObserver(
      ([entry]) => {
        if (entry === undefined) return;
        // Wrapped lines are higher than one: what was measured is kept.
        if (!entry.isIntersecting) height.current = element.offsetHeight;
        setNear(entry.isIntersecting);
      },
      { root: root.current, rootMargin: AHEAD },
    );
    observer.observe(element);
    return () => observer.disconnect();
  }, [root]);
  const isDrawn = isNear || isLast;
  return (
    <ol ref={place} style={isDrawn ? undefined : { height: height.current ?? lines.length * LINE_HEIGHT }}>
      {isDrawn
        ? lines.map((entry) => <LogLine key={entry.seq} entry={entry} showsStep={showsStep} wraps={wraps} />)
        : null}
    </ol>
  );
}, same);
