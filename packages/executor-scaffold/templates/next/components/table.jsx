/**
 * @typedef {import('react').ReactNode} ReactNode
 */

const CELL = 'px-3.5 py-3 text-left align-middle';
/** On narrow screens a row becomes a card, and each value gets the name of its column. */
const CARD_CELL =
  'max-sm:flex max-sm:justify-between max-sm:gap-4 max-sm:border-0 max-sm:px-0 max-sm:py-1.5 max-sm:text-right';
const LABEL =
  'max-sm:before:max-w-[45%] max-sm:before:flex-none max-sm:before:text-left max-sm:before:font-normal max-sm:before:text-muted max-sm:before:content-[attr(data-label)]';
const LINE = '[tr+tr>&]:border-t [tr+tr>&]:border-line max-sm:[tr+tr>&]:border-t-0';

/** @param {{ caption: string, head: ReactNode, children: ReactNode }} props */
export function Table({ caption, head, children }) {
  return (
    <div className="overflow-hidden sm:panel">
      <table className="w-full border-collapse max-sm:block">
        <caption className="sr-only">{caption}</caption>
        {/* On narrow screens, of the headings what the list can be sorted by stays. */}
        <thead className="border-b border-line text-[0.85rem] text-muted max-sm:block max-sm:border-0">
          <tr className="max-sm:flex max-sm:flex-wrap max-sm:gap-x-5">{head}</tr>
        </thead>
        <tbody className="max-sm:block">{children}</tbody>
      </table>
    </div>
  );
}

/** @param {{ children: ReactNode }} props */
export function Row({ children }) {
  return (
    <tr className="hover:bg-hover max-sm:mb-3 max-sm:block max-sm:rounded-panel max-sm:border max-sm:border-line max-sm:bg-surface max-sm:px-4 max-sm:py-3 max-sm:shadow-panel">
      {children}
    </tr>
  );
}

/** @param {{ isNumeric?: boolean, sorted?: 'none' | 'ascending' | 'descending' | undefined, children: ReactNode }} props */
export function HeadCell({ isNumeric = false, sorted, children }) {
  return (
    <th
      scope="col"
      aria-sort={sorted}
      className={`${CELL} font-semibold ${isNumeric ? 'sm:text-right!' : ''} ${sorted === undefined ? 'max-sm:sr-only' : 'max-sm:px-0 max-sm:py-2'}`}
    >
      {children}
    </th>
  );
}

/** The cell that names the row. @param {{ label: string, children: ReactNode }} props */
export function NameCell({ label, children }) {
  return (
    <th
      scope="row"
      data-label={label}
      className={`${CELL} ${CARD_CELL} ${LINE} font-semibold max-sm:text-left! max-sm:text-[1.075rem]`}
    >
      {children}
    </th>
  );
}

/** @param {{ label: string, isNumeric?: boolean, children: ReactNode }} props */
export function Cell({ label, isNumeric = false, children }) {
  return (
    <td
      data-label={label}
      className={`${CELL} ${CARD_CELL} ${LABEL} ${LINE} ${isNumeric ? 'text-right! tabular-nums' : ''}`}
    >
      <div>{children}</div>
    </td>
  );
}

/** What can be done with the row. @param {{ children: ReactNode }} props */
export function ActionCell({ children }) {
  return (
    <td className={`${CELL} ${CARD_CELL} ${LINE} text-right! whitespace-nowrap max-sm:justify-end`}>
      {children}
    </td>
  );
}
