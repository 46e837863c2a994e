import { Link } from './link.jsx';

/** @typedef {'main' | 'quiet' | 'danger'} Kind */

const SHAPE =
  'inline-block rounded-control border px-[1.1rem] py-[calc(0.3rem+0.28rem*var(--density))] text-center wrap-break-word no-underline transition-[background-color,border-color,filter] motion-reduce:transition-none';

/** @type {Readonly<Record<Kind, string>>} */
const KINDS = {
  main: 'border-accent bg-accent font-semibold text-on-accent hover:brightness-108',
  quiet: 'border-line bg-surface font-medium text-ink hover:border-accent',
  danger: 'border-danger bg-danger font-semibold text-white hover:brightness-108',
};

/** @param {Kind} kind */
const look = (kind) => `${SHAPE} ${KINDS[kind]}`;

/** Sends the form it stands in. @param {{ kind?: Kind, isPending?: boolean, children: import('react').ReactNode }} props `isPending`: it was sent already */
export function SubmitButton({ kind = 'main', isPending = false, children }) {
  return (
    <button type="submit" aria-disabled={isPending} className={`${look(kind)} aria-disabled:opacity-60`}>
      {children}
    </button>
  );
}

/** A link that looks like a button. @param {{ kind?: Kind, href: string, rel?: string, children: import('react').ReactNode }} props */
export function ButtonLink({ kind = 'main', children, ...rest }) {
  return (
    <Link className={look(kind)} {...rest}>
      {children}
    </Link>
  );
}

/** Buttons side by side. @param {{ children: import('react').ReactNode }} props */
export function Buttons({ children }) {
  return <div className="flex flex-wrap gap-2.5">{children}</div>;
}
