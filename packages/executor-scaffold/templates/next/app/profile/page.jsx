import { redirect } from 'next/navigation';
import { ProfileForm } from '../../components/account-forms.jsx';
import { Notice } from '../../components/notice.jsx';
import { HttpProblem } from '../../lib/http/problem.js';
import { page } from '../../site/page.jsx';

/**
 * @import { SearchParams } from '../../site/records.js'
 */

/** @type {import('next').Metadata} */
export const metadata = { title: 'Your account' };

/** @param {{ searchParams: Promise<SearchParams> }} props */
export default function ProfilePage({ searchParams }) {
  return page(async ({ app, call: { session }, enforced, token }) => {
    if (!enforced) throw new HttpProblem(404, 'There is no such page.');
    if (session === undefined) redirect('/sign-in?next=/profile');
    const { email, role: key } = session.account;
    const role = app.parts.model.access.roles.find((each) => each.key === key)?.name ?? key;
    return (
      <>
        {'saved' in (await searchParams) && <Notice>Your password was changed.</Notice>}
        <ProfileForm token={token} email={email} role={role} />
      </>
    );
  });
}
