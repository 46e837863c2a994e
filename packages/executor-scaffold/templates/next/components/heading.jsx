import { Link } from './link.jsx';

/** The title of a page, and what can be done there. @param {{ title: string, children?: import('react').ReactNode }} props */
export function PageHead({ title, children }) {
  return (
    <div className="mb-5 flex flex-wrap items-center justify-between gap-x-6 gap-y-3">
      <h1 className="flex-[1_1_12rem]">{title}</h1>
      {children}
    </div>
  );
}

/** The way back to where a page belongs. @param {{ href: string, children: import('react').ReactNode }} props */
export function Crumb({ href, children }) {
  return (
    <p className="mb-1.5 text-sm text-muted before-back">
      <Link href={href}>{children}</Link>
    </p>
  );
}

/** What a page is about. @param {{ children: import('react').ReactNode }} props */
export function Lead({ children }) {
  return <p className="mb-4 max-w-[44rem] text-[1.075rem] text-muted">{children}</p>;
}
