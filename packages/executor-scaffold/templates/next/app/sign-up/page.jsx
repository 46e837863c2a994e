import { notFound, redirect } from 'next/navigation';
import { SignUpForm } from '../../components/account-forms.jsx';
import { onVisit } from '../../site/visit.js';

/** @returns {Promise<import('next').Metadata>} */
export const generateMetadata = () =>
  onVisit(async ({ accountActions, enforced }) => ({
    title: enforced && (await accountActions.isFirst()) ? 'Set up the app' : 'Sign up',
  }));

/** The first account, or one more when people may sign up by themselves. */
export default function SignUpPage() {
  return onVisit(async ({ accountActions, enforced, token }) => {
    if (!enforced) notFound();
    const isFirst = await accountActions.isFirst();
    if (!isFirst && (await accountActions.signUpRole()) === null) redirect('/sign-in');
    return <SignUpForm token={token} isFirst={isFirst} needsCode={accountActions.needsSetupCode} />;
  });
}
