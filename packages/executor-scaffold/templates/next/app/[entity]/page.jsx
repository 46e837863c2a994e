import { ListView } from '../../components/list-view.jsx';
import { Notice } from '../../components/notice.jsx';
import { readListQuery } from '../../lib/api/listing.js';
import { listView } from '../../lib/views/list.js';
import { inText } from '../../lib/views/words.js';
import { page, pageTitle } from '../../site/page.jsx';
import { entityNamed, queryOf } from '../../site/records.js';

/**
 * @import { SearchParams } from '../../site/records.js'
 * @typedef {{ params: Promise<{ entity: string }>, searchParams: Promise<SearchParams> }} Props
 */

/** @param {Props} props */
export const generateMetadata = ({ params }) =>
  pageTitle(async ({ call }) => entityNamed(call.records, (await params).entity).plural);

/** All records of an entity. @param {Props} props */
export default function ListPage({ params, searchParams }) {
  return page(async ({ call, context, token }) => {
    const entity = entityNamed(call.records, (await params).entity);
    const query = queryOf(await searchParams);
    const view = await listView(context, entity, readListQuery(entity, query));
    const said = query.has('deleted') ? 'deleted' : query.has('added') ? 'added' : undefined;
    return (
      <>
        {said !== undefined && <Notice>{`The ${inText(entity.name)} was ${said}.`}</Notice>}
        <ListView view={view} token={token} />
      </>
    );
  });
}
