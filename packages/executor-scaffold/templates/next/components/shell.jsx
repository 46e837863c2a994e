import { signOut } from '../site/actions/accounts.js';
import { ButtonLink, SubmitButton } from './button.jsx';
import { Link } from './link.jsx';
import { MoreLinks } from './more-links.jsx';
import { NavLink } from './nav-link.jsx';
import { FrameMark, Proof } from './proof.jsx';

/**
 * @import { Shell as ShellView } from '../lib/views/types.d.ts'
 * @typedef {{ shell: ShellView, token: string }} Props
 */

/** More would fill the screen of a phone before anything else is seen. */
const MAX_TABS = 7;
const WIDE = 'mx-auto w-full max-w-[64rem] px-[clamp(1rem,4vw,2rem)]';

/** @param {{ entries: ShellView['navigation'] }} props */
function Navigation({ entries }) {
  if (entries.length === 0) return null;
  const shown = entries.length > MAX_TABS ? entries.slice(0, MAX_TABS - 1) : entries;
  const tabs = (/** @type {ShellView['navigation']} */ some) =>
    some.map(({ href, text }) => (
      <li key={href}>
        <NavLink href={href}>{text}</NavLink>
      </li>
    ));
  return (
    <nav aria-label="Main" className="max-sm:order-3 max-sm:flex-[1_0_100%]">
      <ul className="-ml-[0.7rem] flex flex-wrap gap-[0.15rem]">
        {tabs(shown)}
        {shown.length < entries.length && (
          <li>
            <MoreLinks>{tabs(entries.slice(shown.length))}</MoreLinks>
          </li>
        )}
      </ul>
    </nav>
  );
}

/** Who is signed in, and the way in and out. @param {Props} props */
function Account({ shell: { access }, token }) {
  if (!access.enforced) return null;
  const place = 'ml-auto flex flex-wrap items-center justify-end gap-1 py-1.5';
  if (access.account === null)
    return (
      <div className={place}>
        <ButtonLink kind="quiet" href="/sign-in">
          Sign in
        </ButtonLink>
      </div>
    );
  return (
    <div className={place}>
      {access.isAdministrator && <NavLink href="/administration">Accounts</NavLink>}
      <NavLink href="/profile">{access.account.name}</NavLink>
      <form action={signOut}>
        <Proof token={token} />
        <FrameMark />
        <SubmitButton kind="quiet">Sign out</SubmitButton>
      </form>
    </div>
  );
}

/** What stands around every page. @param {Props & { children: import('react').ReactNode }} props */
export function Shell({ shell, token, children }) {
  const { app, navigation, access, gaps } = shell;
  return (
    <>
      <a
        href="#main"
        className="absolute -top-16 left-4 z-30 rounded-control bg-surface px-4 py-2.5 focus:top-3"
      >
        Skip to content
      </a>
      <header className="z-20 border-b border-line bg-surface sm:sticky sm:top-0">
        <div className={`${WIDE} flex min-h-14 flex-wrap items-center gap-x-6 max-sm:gap-x-2 max-sm:py-1.5`}>
          <Link
            href="/"
            className="max-w-full truncate py-[0.8rem] font-title font-bold text-ink no-underline max-sm:flex-auto max-sm:py-2"
          >
            {app}
          </Link>
          <Navigation entries={navigation} />
          <Account shell={shell} token={token} />
        </div>
      </header>
      <main id="main" tabIndex={-1} className={`${WIDE} flex-1 pt-8 pb-12 focus:outline-none`}>
        {children}
      </main>
      <footer className={`${WIDE} py-5 text-sm text-muted`}>
        <p>
          Made with Orchard Studio.{' '}
          {!access.enforced && 'Everyone who can open this app may see and change everything. '}
          {gaps > 0 && (
            <Link href="/gaps">{gaps === 1 ? '1 wish is' : `${gaps} wishes are`} not built yet</Link>
          )}
        </p>
      </footer>
    </>
  );
}
