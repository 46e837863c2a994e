import type { LogEntry, LogLevel } from '@orchard-studio/client/react';
import { memo } from 'react';
import { type AnsiColor, parseAnsi } from '@/lib/ansi';
import { cn } from '@/lib/cn';
import { clockTime } from '@/lib/time';

const LOOK: Readonly<Record<LogLevel, string>> = {
  debug: 'text-muted',
  info: '',
  warn: 'bg-amber-soft',
  error: 'bg-apple-soft',
};

const COLORS: Readonly<Record<AnsiColor, string>> = {
  red: 'text-apple',
  green: 'text-leaf',
  yellow: 'text-amber',
  blue: 'text-sky',
  grey: 'text-muted',
};

export interface LogLineProps {
  readonly entry: LogEntry;
  readonly showsStep: boolean;
  readonly wraps: boolean;
}

/** One line of a log: text only, in the colours its program chose. */
export const LogLine = memo(function LogLine({ entry, showsStep, wraps }: LogLineProps) {
  const { at, level, step, text } = entry;
  return (
    <li className={cn('flex min-h-5 gap-2.5 px-4', LOOK[level])}>
      <time dateTime={at} className="shrink-0 opacity-90 select-none">
        {clockTime(at)}
      </time>
      {showsStep && step !== undefined ? (
        <span className="w-24 shrink-0 truncate opacity-90 select-none" title={step}>
          {step}
        </span>
      ) : null}
      <span className={wraps ? 'min-w-0 break-words whitespace-pre-wrap' : 'whitespace-pre'}>
        {level === 'info' || level === 'debug' ? null : <span className="sr-only">{level}: </span>}
        {parseAnsi(text).map((span, index) => (
          <span
            // biome-ignore lint/suspicious/noArrayIndexKey: the runs of a line never change.
            key={index}
            className={cn(span.color === undefined ? '' : COLORS[span.color], span.bold && 'font-bold')}
          >
            {span.text}
          </span>
        ))}
      </span>
    </li>
  );
});
