import { FormView } from '../../../components/form-view.jsx';
import { SentView } from '../../../components/sent-view.jsx';
import { formView, newTexts } from '../../../lib/views/form.js';
import { inText } from '../../../lib/views/words.js';
import { save } from '../../../site/actions/records.js';
import { page, pageTitle } from '../../../site/page.jsx';
import { entityNamed, queryOf } from '../../../site/records.js';

/**
 * @import { SearchParams } from '../../../site/records.js'
 * @typedef {{ params: Promise<{ entity: string }>, searchParams: Promise<SearchParams> }} Props
 */

/** @param {Props} props */
export const generateMetadata = ({ params }) =>
  pageTitle(async ({ call }) => `Add ${inText(entityNamed(call.records, (await params).entity).name)}`);

/** A new record. @param {Props} props */
export default function NewPage({ params, searchParams }) {
  return page(async ({ call: { records }, context, token }) => {
    const entity = entityNamed(records, (await params).entity);
    if (!records.can(entity, 'create')) records.deny();
    const query = queryOf(await searchParams);
    if (query.has('added') && !records.can(entity, 'read'))
      return <SentView name={entity.name} path={entity.path} />;
    const texts = newTexts(entity, query);
    const view = await formView(context, entity, { record: undefined, texts, problems: [] });
    return <FormView view={view} token={token} action={save.bind(null, { entity: entity.path, id: null })} />;
  });
}
