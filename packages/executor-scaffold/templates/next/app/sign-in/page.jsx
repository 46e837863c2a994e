import { redirect } from 'next/navigation';
import { SignInForm } from '../../components/account-forms.jsx';
import { wayBack } from '../../lib/actions/record-actions.js';
import { HttpProblem } from '../../lib/http/problem.js';
import { page } from '../../site/page.jsx';
import { queryOf } from '../../site/records.js';

/**
 * @import { SearchParams } from '../../site/records.js'
 */

/** @type {import('next').Metadata} */
export const metadata = { title: 'Sign in' };

/** @param {{ searchParams: Promise<SearchParams> }} props */
export default function SignInPage({ searchParams }) {
  return page(async ({ accountActions, enforced, token }) => {
    if (!enforced) throw new HttpProblem(404, 'There is no such page.');
    if (await accountActions.isFirst()) redirect('/sign-up');
    const next = wayBack(queryOf(await searchParams).get('next') ?? '', '/');
    const canSignUp = (await accountActions.signUpRole()) !== null;
    return <SignInForm token={token} next={next} canSignUp={canSignUp} />;
  });
}
