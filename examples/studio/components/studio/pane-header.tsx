import type { ReactNode } from 'react';

const HEADER =
  // Where panes are tabs, the tab says the name already: a bar without anything else takes no room.
  'relative flex min-h-13 flex-wrap items-center gap-x-2 gap-y-1 border-b px-4 py-1.5 max-lg:min-h-11 max-lg:justify-end max-lg:has-[h2:only-child]:min-h-0 max-lg:has-[h2:only-child]:border-0 max-lg:has-[h2:only-child]:p-0';

/** The bar on top of a pane. */
export function PaneHeader({ title, children }: { readonly title: string; readonly children?: ReactNode }) {
  return (
    <header className={HEADER}>
      <h2 className="me-auto text-sm font-semibold @max-[17rem]:sr-only max-lg:sr-only max-lg:start-0">
        {title}
      </h2>
      {children}
    </header>
  );
}
