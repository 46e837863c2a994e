import { notFound } from 'next/navigation';
import { InvitationForm } from '../../../components/account-forms.jsx';
import { acceptInvitation } from '../../../site/actions/accounts.js';
import { onVisit } from '../../../site/visit.js';

/** @type {import('next').Metadata} */
export const metadata = { title: 'Welcome', referrer: 'no-referrer' };

/** Somebody was given a link to choose a password. @param {{ params: Promise<{ secret: string }> }} props */
export default function InvitationPage({ params }) {
  return onVisit(async ({ accountActions, enforced, token }) => {
    if (!enforced) notFound();
    const { secret } = await params;
    const account = await accountActions.invited(secret);
    if (account === undefined) notFound();
    return (
      <InvitationForm token={token} email={account.email} action={acceptInvitation.bind(null, secret)} />
    );
  });
}
