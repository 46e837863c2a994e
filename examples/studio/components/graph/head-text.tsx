import type { ReactNode } from 'react';
import { LookIcon } from '@/components/operations/look-icon';
import type { StatusLook } from '@/components/operations/step-status';
import { cn } from '@/lib/cn';

export interface HeadTextProps {
  readonly title: string;
  readonly look: StatusLook;
  readonly facts: readonly string[];
  readonly isNarrow: boolean;
  readonly isFar: boolean;
  readonly children?: ReactNode;
}

/** Icon, name and facts: side by side, or below each other where boxes are narrow. */
export function HeadText({ title, look, facts, isNarrow, isFar, children }: HeadTextProps) {
  const name = cn(
    'min-w-0 flex-1 text-[0.8125rem] leading-[1.15rem] font-semibold',
    isNarrow ? 'line-clamp-2' : 'truncate',
  );
  if (isFar)
    return (
      <>
        <LookIcon look={look} className="mx-auto size-11 self-center" />
        <span className="sr-only">
          {title} {facts.join(', ')}
        </span>
      </>
    );
  return (
    <>
      {isNarrow ? null : <LookIcon look={look} className="mt-0.5" />}
      <span className="flex h-full min-w-0 flex-1 flex-col justify-between">
        <span className="flex items-start gap-1.5">
          <span dir="auto" className={name} title={title}>
            {title}
          </span>
          {children}
        </span>
        <span className="flex items-center gap-1 text-xs text-muted tabular-nums">
          {isNarrow ? <LookIcon look={look} className="size-3.5" /> : null}
          <span className="min-w-0 truncate" title={facts.join(' · ')}>
            {facts.join(' · ')}
          </span>
        </span>
      </span>
    </>
  );
}
