'use client';

import { usePathname } from 'next/navigation';
import { Link } from './link.jsx';

/** A link of the bar, marked on the pages it leads to. @param {{ href: string, children: import('react').ReactNode }} props */
export function NavLink({ href, children }) {
  const path = usePathname();
  const isCurrent = path === href || path.startsWith(`${href}/`);
  return (
    <Link
      href={href}
      aria-current={isCurrent ? 'page' : undefined}
      className="block max-w-48 truncate rounded-control px-[0.7rem] py-[0.55rem] font-medium text-muted no-underline hover:bg-soft hover:text-ink aria-[current]:bg-soft aria-[current]:text-link"
    >
      {children}
    </Link>
  );
}
