import { forbidden, notFound, redirect } from 'next/navigation';
import { AdministrationView } from '../../components/administration-view.jsx';
import { Notice } from '../../components/notice.jsx';
import { administrationView } from '../../lib/views/administration.js';
import { onVisit } from '../../site/visit.js';

/**
 * @import { SearchParams } from '../../site/records.js'
 */

/** @type {import('next').Metadata} */
export const metadata = { title: 'Accounts' };

/** The accounts of the app. @param {{ searchParams: Promise<SearchParams> }} props */
export default function AdministrationPage({ searchParams }) {
  return onVisit(async ({ app, accountActions, call: { session, records }, enforced, token }) => {
    if (!enforced) notFound();
    if (session === undefined) redirect('/sign-in?next=/administration');
    if (!records.isAdministrator) forbidden();
    const view = await administrationView(records, app.parts.accounts, await accountActions.signUpRole());
    return (
      <>
        {'saved' in (await searchParams) && <Notice>The change was saved.</Notice>}
        <AdministrationView view={view} token={token} />
      </>
    );
  });
}
