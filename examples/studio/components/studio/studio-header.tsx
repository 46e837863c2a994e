import type { StreamState } from '@orchard-studio/client';
import type { ProjectView } from '@orchard-studio/core';
import { ChevronLeft } from 'lucide-react';
import Link from 'next/link';
import { Mark } from '@/components/shell/mark';
import { ThemeToggle } from '@/components/shell/theme-toggle';
import { Badge } from '@/components/ui/badge';
import { Skeleton } from '@/components/ui/skeleton';

export interface StudioHeaderProps {
  readonly project: ProjectView | undefined;
  /** Of the build that runs; undefined without one. */
  readonly connection: StreamState | undefined;
}

export function StudioHeader({ project, connection }: StudioHeaderProps) {
  return (
    <header className="flex items-center gap-2.5 border-b bg-surface px-3 py-2">
      <Link
        href="/"
        aria-label="All projects"
        title="All projects"
        className="flex items-center gap-1 rounded-lg p-1 text-muted hover:bg-sunken hover:text-ink"
      >
        <ChevronLeft aria-hidden className="size-4" />
        <Mark className="size-7" />
      </Link>
      {project === undefined ? (
        <Skeleton className="h-6 w-40" />
      ) : (
        <h1 dir="auto" className="min-w-0 truncate text-base font-semibold">
          {project.name}
        </h1>
      )}
      <div className="ms-auto flex shrink-0 items-center gap-2">
        {connection === 'stale' ? <Badge tone="amber">Reconnecting…</Badge> : null}
        <ThemeToggle />
      </div>
    </header>
  );
}
