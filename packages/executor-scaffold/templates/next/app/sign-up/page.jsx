import { redirect } from 'next/navigation';
import { SignUpForm } from '../../components/account-forms.jsx';
import { HttpProblem } from '../../lib/http/problem.js';
import { page, pageTitle } from '../../site/page.jsx';

export const generateMetadata = () =>
  pageTitle(async ({ accountActions, enforced }) =>
    enforced && (await accountActions.isFirst()) ? 'Set up the app' : 'Sign up',
  );

/** The first account, or one more when people may sign up by themselves. */
export default function SignUpPage() {
  return page(async ({ accountActions, enforced, token }) => {
    if (!enforced) throw new HttpProblem(404, 'There is no such page.');
    const isFirst = await accountActions.isFirst();
    if (!isFirst && (await accountActions.signUpRole()) === null) redirect('/sign-in');
    return <SignUpForm token={token} isFirst={isFirst} needsCode={accountActions.needsSetupCode} />;
  });
}
