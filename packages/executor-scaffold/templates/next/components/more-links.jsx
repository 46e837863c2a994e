'use client';

import { usePathname } from 'next/navigation';

/** Links for which the bar has no room. Going somewhere closes them. @param {{ children: import('react').ReactNode }} props */
export function MoreLinks({ children }) {
  return (
    <details key={usePathname()} className="relative">
      <summary className="block rounded-control px-[0.7rem] py-[0.55rem] font-medium text-muted hover:bg-soft hover:text-ink">
        More<span className="sr-only"> pages</span>
      </summary>
      <ul className="absolute right-0 z-30 grid max-h-[70vh] w-max max-w-[min(20rem,80vw)] overflow-auto rounded-control border border-line bg-surface p-1.5 shadow-panel">
        {children}
      </ul>
    </details>
  );
}
