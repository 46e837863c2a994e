import { FormView } from '../../../../components/form-view.jsx';
import { editView } from '../../../../lib/actions/record-actions.js';
import { save } from '../../../../site/actions/records.js';
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
    return `Edit ${records.title(entity, await recordAt(records, entity, id))}`;
  });

/** A record to be changed. @param {Props} props */
export default function EditPage({ params }) {
  return page(async ({ call: { records }, context, token }) => {
    const { entity: path, id } = await params;
    const entity = entityNamed(records, path);
    const view = await editView(context, entity, await recordAt(records, entity, id));
    return <FormView view={view} token={token} action={save.bind(null, { entity: entity.path, id })} />;
  });
}
