'use server';

import { redirect } from 'next/navigation';
import { wayBack } from '../../lib/actions/record-actions.js';
import { textOf } from '../../lib/http/body.js';
import { sendCookie } from '../cookies.js';
import { headersOf } from '../forms.js';
import { answerAccountForm, obeyForm, refusal } from './answer.js';

/**
 * @import { FormFields } from '../../lib/http/body.js'
 * @import { Entered, Sent } from '../../lib/actions/account-actions.js'
 * @import { Problem } from '../../lib/types.d.ts'
 * @import { Visit } from '../visit.js'
 * @import { Complaint } from './answer.js'
 * @typedef {{ readonly attempt: string, readonly problems: readonly Complaint[], readonly values?: Readonly<Record<string, string>> }} AccountState
 */

/** @param {Visit} visit @param {FormFields} form @returns {Sent} */
const sent = ({ call: { request, client } }, form) => ({
  form,
  headers: headersOf(form, request.headers),
  client,
});

/** The form again, with what was typed but for secrets. @param {FormFields} form @param {readonly Problem[]} problems @returns {Promise<AccountState>} */
const again = (form, problems) =>
  refusal(422, {
    problems: problems.map(({ field, message }) => ({ id: field === '' ? null : `field-${field}`, message })),
    values: { email: textOf(form, 'email'), name: textOf(form, 'name') },
  });

/** @param {FormFields} form @param {{ entered: Entered, next: string }} outcome @returns {Promise<AccountState>} */
async function enter(form, { entered, next }) {
  if ('problems' in entered) return again(form, entered.problems);
  await sendCookie(entered.cookie);
  return redirect(next);
}

/** @param {AccountState | null} _before @param {FormData} data @returns {Promise<AccountState>} */
export async function signIn(_before, data) {
  return answerAccountForm(data, async (visit, form) => {
    const entered = await visit.accountActions.signIn(sent(visit, form));
    return enter(form, { entered, next: wayBack(textOf(form, 'next'), '/') });
  });
}

/** @param {AccountState | null} _before @param {FormData} data @returns {Promise<AccountState>} */
export async function signUp(_before, data) {
  return answerAccountForm(data, async (visit, form) => {
    const entered = await visit.accountActions.signUp(sent(visit, form));
    return enter(form, { entered, next: '/' });
  });
}

/** @param {FormData} data */
export async function signOut(data) {
  await obeyForm(data, '/', async (visit, form) => {
    await sendCookie(await visit.accountActions.signOut(sent(visit, form).headers));
    redirect('/');
  });
}

/** @param {string} secret @param {AccountState | null} _before @param {FormData} data @returns {Promise<AccountState>} */
export async function acceptInvitation(secret, _before, data) {
  return answerAccountForm(data, async (visit, form) => {
    const entered = await visit.accountActions.accept(String(secret), sent(visit, form));
    return enter(form, { entered, next: '/' });
  });
}

/** @param {AccountState | null} _before @param {FormData} data @returns {Promise<AccountState>} */
export async function changePassword(_before, data) {
  return answerAccountForm(data, async (visit, form) => {
    const { session } = visit.call;
    if (session === undefined) return redirect('/sign-in?next=/profile');
    const problems = await visit.accountActions.changePassword(session, sent(visit, form));
    return problems.length === 0 ? redirect('/profile?saved=1') : again(form, problems);
  });
}
