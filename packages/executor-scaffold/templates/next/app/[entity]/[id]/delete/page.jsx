import { RemoveView } from '../../../../components/remove-view.jsx';
import { removeView } from '../../../../lib/actions/record-actions.js';
import { remove } from '../../../../site/actions/records.js';
import { page, pageTitle } from '../../../../site/page.jsx';
import { entityNamed, recordAt } from '../../../../site/records.js';

/**
 * @typedef {{ params: Promise<{ entity: string, id: string }> }} Props
 */

/** @param {Props} props */
export const generateMetadata = ({ params }) =>
  pageTitle(async ({ call: { records } }) => {
    const { entity: path, id } = await params;
    const entity = entityNamed(records, path);
    return `Delete ${records.title(entity, await recordAt(records, entity, id))}`;
  });

/** Asks before a record is deleted. @param {Props} props */
export default function DeletePage({ params }) {
  return page(async ({ call: { records }, context, token }) => {
    const { entity: path, id } = await params;
    const entity = entityNamed(records, path);
    const record = await recordAt(records, entity, id);
    await records.mustChange(entity, record.id, 'delete');
    const view = removeView(context, entity, record, []);
    return <RemoveView view={view} token={token} action={remove.bind(null, { entity: entity.path, id })} />;
  });
}
