import { inText } from '../lib/views/words.js';
import { ButtonLink, Buttons } from './button.jsx';
import { Facts } from './facts.jsx';
import { Crumb, PageHead } from './heading.jsx';
import { Link } from './link.jsx';
import { Shown } from './shown.jsx';
import { Count, Empty } from './small.jsx';
import { Toggle } from './toggle.jsx';

/**
 * @import { DetailView as View, RelatedView } from '../lib/views/types.d.ts'
 * @typedef {{ view: View, token: string }} Props
 */

/** @param {{ related: RelatedView }} props */
function Related({ related: { plural, name, note, total, links, addHref, allHref } }) {
  return (
    <section className="mt-10 grid gap-3">
      <div className="flex flex-wrap items-center justify-between gap-x-6 gap-y-3">
        <h2>
          {plural} <Count>{total}</Count>
        </h2>
        {addHref !== null && (
          <ButtonLink kind="quiet" href={addHref}>
            Add {inText(name)}
          </ButtonLink>
        )}
      </div>
      {note !== null && <p className="text-muted">{note}</p>}
      {total === 0 ? (
        <Empty small>None yet.</Empty>
      ) : (
        <ul className="panel divide-y divide-line">
          {links.map(({ href, text }) => (
            <li key={href} className="px-4.5 py-2.5">
              <Link href={href ?? ''}>{text}</Link>
            </li>
          ))}
        </ul>
      )}
      {allHref !== null && <Link href={allHref}>Show all {total}</Link>}
    </section>
  );
}

/** @param {Props & { field: View['fields'][number] }} props */
function Value({ view: { path, id, title, href, canEdit }, field: { key, label, value }, token }) {
  if (value.kind !== 'boolean' || !canEdit) return <Shown value={value} />;
  return (
    <Toggle
      subject={{ entity: path, id }}
      field={key}
      on={value.on}
      label={`${label}: ${title}`}
      here={href}
      token={token}
    />
  );
}

/** One record, and what refers to it. @param {Props} props */
export function DetailView({ view, token }) {
  const { title, plural, path, href, canEdit, canDelete, createdAt, updatedAt } = view;
  return (
    <>
      <Crumb href={`/${path}`}>{plural}</Crumb>
      <PageHead title={title}>
        <Buttons>
          {canEdit && <ButtonLink href={`${href}/edit`}>Edit</ButtonLink>}
          {canDelete && (
            <ButtonLink kind="quiet" href={`${href}/delete`}>
              Delete
            </ButtonLink>
          )}
        </Buttons>
      </PageHead>
      <Facts
        facts={view.fields.map((field) => ({
          key: field.key,
          label: field.label,
          value: <Value view={view} field={field} token={token} />,
        }))}
      />
      <p className="text-sm text-muted">
        Added <time dateTime={createdAt.iso}>{createdAt.text}</time>, last changed{' '}
        <time dateTime={updatedAt.iso}>{updatedAt.text}</time>.
      </p>
      {view.related.map((related) => (
        <Related key={`${related.plural} ${related.note}`} related={related} />
      ))}
    </>
  );
}
