import type { ProjectView } from '@orchard-studio/core';
import { ChevronLeft, PencilRuler, Workflow } from 'lucide-react';
import Link from 'next/link';
import type { ReactNode } from 'react';
import { Mark } from '@/components/shell/mark';
import { PlaceLink, usePlace } from '@/components/shell/place';
import { ThemeToggle } from '@/components/shell/theme-toggle';
import { Badge } from '@/components/ui/badge';
import { Skeleton } from '@/components/ui/skeleton';

export interface StudioHeaderProps {
  readonly project: ProjectView | undefined;
  /** The build that runs is not heard of at the moment. */
  readonly isStale: boolean;
  /** Operations that have not ended. */
  readonly running: number;
}

export function StudioHeader({ project, isStale, running }: StudioHeaderProps) {
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
        {isStale ? <Badge tone="amber">Reconnecting…</Badge> : null}
        <Views running={running} />
        <ThemeToggle />
      </div>
    </header>
  );
}

/** The two sides of a project. Where there is room for one only, it is the other one. */
function Views({ running }: { readonly running: number }) {
  const { place } = usePlace();
  const isStudio = place.view === 'studio';
  return (
    <nav aria-label="Project" className="flex gap-0.5 sm:rounded-lg sm:bg-sunken sm:p-0.5">
      <ViewLink to={{ view: 'studio' }} isCurrent={isStudio}>
        <PencilRuler aria-hidden />
        Studio
      </ViewLink>
      <ViewLink to={{ view: 'operations' }} isCurrent={!isStudio}>
        <Workflow aria-hidden />
        Operations
        {running === 0 ? null : (
          <Badge tone="sky">
            {running}
            <span className="sr-only"> running</span>
          </Badge>
        )}
      </ViewLink>
    </nav>
  );
}

interface ViewLinkProps {
  readonly to: { readonly view: 'studio' } | { readonly view: 'operations' };
  readonly isCurrent: boolean;
  readonly children: ReactNode;
}

const VIEW_LINK =
  'inline-flex min-h-7 items-center gap-1.5 rounded-md px-2.5 text-sm font-medium text-muted hover:text-ink aria-[current=page]:bg-raised aria-[current=page]:text-ink aria-[current=page]:shadow-sm max-sm:border max-sm:aria-[current=page]:hidden [&_svg]:size-4';

function ViewLink({ to, isCurrent, children }: ViewLinkProps) {
  return (
    <PlaceLink to={to} aria-current={isCurrent ? 'page' : undefined} className={VIEW_LINK}>
      {children}
    </PlaceLink>
  );
}
