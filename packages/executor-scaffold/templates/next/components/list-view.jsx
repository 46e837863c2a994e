import { inText } from '../lib/views/words.js';
import { ButtonLink, SubmitButton } from './button.jsx';
import { Lead, PageHead } from './heading.jsx';
import { Link } from './link.jsx';
import { Shown } from './shown.jsx';
import { Empty, Tag } from './small.jsx';
import { ActionCell, Cell, HeadCell, NameCell, Row, Table } from './table.jsx';
import { Toggle } from './toggle.jsx';

/**
 * @import { Column, ListRow, ListView as View } from '../lib/views/types.d.ts'
 * @typedef {{ view: View, token: string }} Props
 */

const ARROWS = { none: '', ascending: 'sorted-up', descending: 'sorted-down' };

/** @param {{ column: Column }} props */
function Heading({ column: { label, isNumeric, sortHref, sorted } }) {
  if (sortHref === null) return <HeadCell>{label}</HeadCell>;
  return (
    <HeadCell isNumeric={isNumeric} sorted={sorted}>
      <Link href={sortHref} className={`text-inherit no-underline hover:underline ${ARROWS[sorted]}`}>
        {label}
      </Link>
    </HeadCell>
  );
}

/** @param {Props & { row: ListRow }} props */
function RecordRow({ view: { path, columns, here }, row, token }) {
  return (
    <Row>
      {columns.map(({ key, label, isNumeric }, at) => {
        const cell = row.cells[at];
        if (cell === undefined) return null;
        if (at === 0)
          return (
            <NameCell key={key} label={label}>
              <Link href={row.href}>{row.title}</Link>
            </NameCell>
          );
        return (
          <Cell key={key} label={label} isNumeric={isNumeric}>
            {cell.kind === 'boolean' && row.canEdit ? (
              <Toggle
                subject={{ entity: path, id: row.id }}
                field={key}
                on={cell.on}
                label={`${label}: ${row.title}`}
                here={here}
                token={token}
              />
            ) : (
              <Shown value={cell} small />
            )}
          </Cell>
        );
      })}
      <ActionCell>
        {row.canEdit && (
          <Link href={`${row.href}/edit`}>
            Edit<span className="sr-only"> {row.title}</span>
          </Link>
        )}
      </ActionCell>
    </Row>
  );
}

/** @param {Props} props */
function Records({ view, token }) {
  const head = (
    <>
      {view.columns.map((column) => (
        <Heading key={column.key} column={column} />
      ))}
      <HeadCell>
        <span className="sr-only">Actions</span>
      </HeadCell>
    </>
  );
  return (
    <Table caption={view.plural} head={head}>
      {view.rows.map((row) => (
        <RecordRow key={row.id} view={view} row={row} token={token} />
      ))}
    </Table>
  );
}

/** @param {{ view: View }} props */
function Pager({ view: { page, pages, previousHref, nextHref } }) {
  if (pages === 1 && page === 1) return null;
  return (
    <nav aria-label="Pages" className="mt-5 flex flex-wrap items-center justify-center gap-3">
      {previousHref !== null && (
        <ButtonLink kind="quiet" rel="prev" href={previousHref}>
          Previous
        </ButtonLink>
      )}
      <span>
        Page {page} of {pages}
      </span>
      {nextHref !== null && (
        <ButtonLink kind="quiet" rel="next" href={nextHref}>
          Next
        </ButtonLink>
      )}
    </nav>
  );
}

/** @param {{ view: View }} props */
function FilterNote({ view: { filters, path } }) {
  if (filters.length === 0) return null;
  return (
    <p className="mb-4 flex flex-wrap items-center gap-3">
      Only{' '}
      {filters.map(({ label, value }) => (
        <Tag key={label}>
          {label}: <Shown value={value} small />
        </Tag>
      ))}{' '}
      <Link href={`/${path}`}>Show all</Link>
    </p>
  );
}

/** @param {{ view: View }} props */
function SearchForm({ view: { path, plural, search } }) {
  const label = `Search ${inText(plural)}`;
  return (
    <search>
      <form action={`/${path}`} className="mb-4 flex max-w-md gap-2">
        <label htmlFor="q" className="sr-only">
          {label}
        </label>
        <input
          key={search}
          id="q"
          name="q"
          type="search"
          defaultValue={search}
          placeholder={label}
          className="box"
        />
        <SubmitButton kind="quiet">Search</SubmitButton>
      </form>
    </search>
  );
}

/** @param {{ view: View }} props */
function EmptyState({ view: { isNarrowed, plural, path, addHref, total } }) {
  if (isNarrowed || total > 0)
    return (
      <Empty>
        <p>Nothing found.</p>
        <Link href={`/${path}`}>Show all {inText(plural)}</Link>
      </Empty>
    );
  return (
    <Empty>
      <p>No {inText(plural)} yet.</p>
      {addHref !== null && <ButtonLink href={addHref}>Add the first one</ButtonLink>}
    </Empty>
  );
}

/** All records of an entity. @param {Props} props */
export function ListView({ view, token }) {
  return (
    <>
      <PageHead title={view.plural}>
        {view.addHref !== null && <ButtonLink href={view.addHref}>Add {inText(view.name)}</ButtonLink>}
      </PageHead>
      {view.description !== '' && <Lead>{view.description}</Lead>}
      {view.canSearch && <SearchForm view={view} />}
      <FilterNote view={view} />
      {view.rows.length === 0 ? <EmptyState view={view} /> : <Records view={view} token={token} />}
      <Pager view={view} />
    </>
  );
}
