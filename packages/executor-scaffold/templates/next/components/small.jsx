/**
 * @typedef {{ children: import('react').ReactNode }} Props
 */

const PILL = 'rounded-full bg-soft px-2.5 py-px';

/** How many there are. @param {Props} props */
export function Count({ children }) {
  return (
    <span className={`${PILL} font-text text-sm font-semibold tracking-normal text-link tabular-nums`}>
      {children}
    </span>
  );
}

/** One of a few words. @param {Props} props */
export function Tag({ children }) {
  return <span className={`${PILL} inline-block text-[0.9rem]`}>{children}</span>;
}

/** Where there is nothing to show. @param {Props & { small?: boolean }} props */
export function Empty({ small = false, children }) {
  return (
    <div
      className={`grid justify-items-center gap-4 rounded-panel border border-dashed border-line px-4 text-center text-muted ${small ? 'py-4' : 'py-10'}`}
    >
      {children}
    </div>
  );
}
