import { DetailView } from '../../../components/detail-view.jsx';
import { Notice } from '../../../components/notice.jsx';
import { detailView } from '../../../lib/views/detail.js';
import { page, pageTitle } from '../../../site/page.jsx';
import { entityNamed, recordAt } from '../../../site/records.js';

/**
 * @import { SearchParams } from '../../../site/records.js'
 * @typedef {{ params: Promise<{ entity: string, id: string }>, searchParams: Promise<SearchParams> }} Props
 */

/** @param {Props} props */
export const generateMetadata = ({ params }) =>
  pageTitle(async ({ call: { records } }) => {
    const { entity: path, id } = await params;
    const entity = entityNamed(records, path);
    return records.title(entity, await recordAt(records, entity, id));
  });

/** One record, and what refers to it. @param {Props} props */
export default function DetailPage({ params, searchParams }) {
  return page(async ({ call: { records }, context, token }) => {
    const { entity: path, id } = await params;
    const entity = entityNamed(records, path);
    const view = await detailView(context, entity, await recordAt(records, entity, id));
    return (
      <>
        {'saved' in (await searchParams) && <Notice>Your changes were saved.</Notice>}
        <DetailView view={view} token={token} />
      </>
    );
  });
}
