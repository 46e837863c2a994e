import type { ItemFields } from '@orchard-studio/core';
import type { ReactNode } from 'react';
import { Badge } from '@/components/ui/badge';
import { cn } from '@/lib/cn';
import type { Change } from './changed-ids';
import { OriginBadge } from './origin-badge';

export function ChangeBadge({ change }: { readonly change: Change | undefined }) {
  if (change === undefined) return null;
  return <Badge tone="amber">{change === 'new' ? 'New' : 'Changed'}</Badge>;
}

export interface ItemProps {
  readonly item: ItemFields;
  readonly change: Change | undefined;
  readonly title: ReactNode;
  readonly children?: ReactNode;
}

/** One item of a section: its name, where it comes from, and whether the last turn touched it. */
export function Item({ item, change, title, children }: ItemProps) {
  return (
    <li
      className={cn(
        'grid min-w-0 gap-1.5 rounded-xl border bg-surface px-3.5 py-2.5',
        change !== undefined && 'border-s-4 border-s-amber',
      )}
    >
      <div className="flex flex-wrap items-center gap-x-2 gap-y-1">
        <div dir="auto" className="me-auto min-w-0 font-medium">
          {title}
        </div>
        <ChangeBadge change={change} />
        <OriginBadge item={item} />
      </div>
      {children}
    </li>
  );
}
