import { InvitationForm } from '../../../components/account-forms.jsx';
import { HttpProblem } from '../../../lib/http/problem.js';
import { acceptInvitation } from '../../../site/actions/accounts.js';
import { page } from '../../../site/page.jsx';

/** @type {import('next').Metadata} */
export const metadata = { title: 'Welcome', referrer: 'no-referrer' };

/** Somebody was given a link to choose a password. @param {{ params: Promise<{ secret: string }> }} props */
export default function InvitationPage({ params }) {
  return page(async ({ accountActions, enforced, token }) => {
    if (!enforced) throw new HttpProblem(404, 'There is no such page.');
    const { secret } = await params;
    const account = await accountActions.invited(secret);
    if (account === undefined)
      throw new HttpProblem(
        404,
        'This invitation is not valid any more. Ask an administrator for a new link.',
      );
    return (
      <InvitationForm token={token} email={account.email} action={acceptInvitation.bind(null, secret)} />
    );
  });
}
