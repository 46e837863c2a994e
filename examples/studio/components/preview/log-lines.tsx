'use client';

import type { LogLevel } from '@orchard-studio/client/react';
import { useEffect, useRef } from 'react';
import { ScrollRegion } from '@/components/ui/scroll-region';
import { cn } from '@/lib/cn';
import { clockTime } from '@/lib/time';

export interface ShownLine {
  readonly key: string;
  readonly at: string;
  readonly level: LogLevel;
  readonly step: string | undefined;
  readonly text: string;
}

export interface LogLinesProps {
  readonly lines: readonly ShownLine[];
  /** Keeps the newest line in sight. */
  readonly follows: boolean;
  /** Scrolling up stops following, scrolling to the end starts it again. */
  readonly onFollows: (follows: boolean) => void;
  readonly isFiltered: boolean;
}

const LOOK: Readonly<Record<LogLevel, string>> = {
  debug: 'text-muted',
  info: '',
  warn: 'bg-amber-soft text-amber',
  error: 'bg-apple-soft text-apple',
};

/** Pixels from the end that still count as the end. */
const NEAR = 24;

export function LogLines({ lines, follows, onFollows, isFiltered }: LogLinesProps) {
  const scroller = useRef<HTMLElement>(null);
  const last = lines.at(-1)?.key;
  // biome-ignore lint/correctness/useExhaustiveDependencies: a new last line is what there is to follow.
  useEffect(() => {
    const element = scroller.current;
    if (follows && element !== null) element.scrollTop = element.scrollHeight;
  }, [follows, last]);
  const onScroll = (): void => {
    const element = scroller.current;
    if (element === null || element.clientHeight === 0) return;
    const atEnd = element.scrollHeight - element.scrollTop - element.clientHeight < NEAR;
    if (atEnd !== follows) onFollows(atEnd);
  };
  return (
    <ScrollRegion
      ref={scroller}
      aria-label="Log lines"
      onScroll={onScroll}
      className="min-h-0 flex-1 bg-sunken/50 py-1 font-mono text-xs leading-5"
    >
      {lines.length === 0 ? (
        <p className="px-4 py-2 font-sans text-sm text-muted">
          {isFiltered ? 'No line matches the filter.' : 'No lines yet.'}
        </p>
      ) : (
        <ol>
          {lines.map((line) => (
            <li
              key={line.key}
              className={cn(
                // Lines out of sight cost no layout, so that thousands stay smooth.
                'flex gap-2.5 px-4 [contain-intrinsic-size:auto_20px] [content-visibility:auto]',
                LOOK[line.level],
              )}
            >
              <time dateTime={line.at} className="shrink-0 opacity-90">
                {clockTime(line.at)}
              </time>
              {line.step === undefined ? null : <span className="shrink-0 opacity-90">{line.step}</span>}
              <span className="min-w-0 whitespace-pre-wrap">
                {line.level === 'info' || line.level === 'debug' ? null : (
                  <span className="sr-only">{line.level}: </span>
                )}
                {line.text}
              </span>
            </li>
          ))}
        </ol>
      )}
    </ScrollRegion>
  );
}
