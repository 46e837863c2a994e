import { ButtonLink } from './button.jsx';
import { Lead, PageHead } from './heading.jsx';
import { Link } from './link.jsx';
import { Count, Empty } from './small.jsx';

/**
 * @import { HomeView as View } from '../lib/views/types.d.ts'
 */

/** @param {{ card: View['cards'][number] }} props */
function Card({ card: { href, name, description, total, latest, add } }) {
  return (
    <li className="panel flex flex-col gap-3.5 p-5">
      <div className="flex items-baseline justify-between gap-4">
        <h2>
          <Link href={href} className="text-inherit no-underline hover:underline">
            {name}
          </Link>
        </h2>
        <Count>
          {total}
          <span className="sr-only"> in total</span>
        </Count>
      </div>
      {description !== '' && <p className="text-muted">{description}</p>}
      {latest.length === 0 ? (
        <p className="text-muted">Nothing here yet.</p>
      ) : (
        <ul className="grid gap-1">
          {latest.map((link) => (
            <li key={link.href}>
              <Link href={link.href ?? ''}>{link.text}</Link>
            </li>
          ))}
        </ul>
      )}
      {add !== null && (
        <p className="mt-auto">
          <ButtonLink kind="quiet" href={add.href ?? ''}>
            {add.text}
          </ButtonLink>
        </p>
      )}
    </li>
  );
}

/** The first page. @param {{ view: View }} props */
export function HomeView({ view: { title, summary, cards, empty } }) {
  return (
    <>
      <PageHead title={title} />
      {summary !== '' && <Lead>{summary}</Lead>}
      {cards.length === 0 ? (
        <Empty>{empty}</Empty>
      ) : (
        <ul className="grid grid-cols-[repeat(auto-fit,minmax(min(100%,18rem),1fr))] gap-4.5">
          {cards.map((card) => (
            <Card key={card.href} card={card} />
          ))}
        </ul>
      )}
    </>
  );
}
