import { redirect } from 'next/navigation';
import { AdministrationView } from '../../components/administration-view.jsx';
import { Notice } from '../../components/notice.jsx';
import { HttpProblem } from '../../lib/http/problem.js';
import { administrationView } from '../../lib/views/administration.js';
import { page } from '../../site/page.jsx';

/**
 * @import { SearchParams } from '../../site/records.js'
 */

/** @type {import('next').Metadata} */
export const metadata = { title: 'Accounts' };

/** The accounts of the app. @param {{ searchParams: Promise<SearchParams> }} props */
export default function AdministrationPage({ searchParams }) {
  return page(async ({ app, accountActions, call: { session, records }, enforced, token }) => {
    if (!enforced) throw new HttpProblem(404, 'There is no such page.');
    if (session === undefined) redirect('/sign-in?next=/administration');
    if (!records.isAdministrator) throw new HttpProblem(403, 'This page is for administrators.');
    const view = await administrationView(records, app.parts.accounts, await accountActions.signUpRole());
    return (
      <>
        {'saved' in (await searchParams) && <Notice>The change was saved.</Notice>}
        <AdministrationView view={view} token={token} />
      </>
    );
  });
}
