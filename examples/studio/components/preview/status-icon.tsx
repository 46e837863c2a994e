import type { EventStatus } from '@orchard-studio/core';
import { Ban, Circle, CircleCheck, CircleSlash, CircleX, LoaderCircle, type LucideIcon } from 'lucide-react';
import { cn } from '@/lib/cn';

const ICONS: Readonly<Record<EventStatus | 'absent', readonly [LucideIcon, string]>> = {
  queued: [Circle, 'text-edge'],
  waiting: [Circle, 'text-amber'],
  in_progress: [LoaderCircle, 'animate-spin text-sky'],
  retrying: [LoaderCircle, 'animate-spin text-amber'],
  complete: [CircleCheck, 'text-leaf'],
  failed: [CircleX, 'text-apple'],
  skipped: [CircleSlash, 'text-muted'],
  cancelled: [Ban, 'text-amber'],
  absent: [CircleSlash, 'text-edge'],
};

/** Decoration: the status stands beside it in words. */
export function StatusIcon({
  status,
  className,
}: {
  readonly status: EventStatus | 'absent';
  readonly className?: string;
}) {
  const [Icon, look] = ICONS[status];
  return <Icon aria-hidden className={cn('size-5 shrink-0', look, className)} />;
}
