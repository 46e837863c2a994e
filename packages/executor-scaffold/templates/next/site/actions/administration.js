'use server';

import { refresh } from 'next/cache';
import { redirect } from 'next/navigation';
import { textOf } from '../../lib/http/body.js';
import { isHttps } from '../../lib/http/guards.js';
import { HttpProblem } from '../../lib/http/problem.js';
import { answerAccountForm, refusal } from './answer.js';

/**
 * @import { FormFields } from '../../lib/http/body.js'
 * @import { Problem } from '../../lib/types.d.ts'
 * @import { Visit } from '../visit.js'
 * @import { Complaint } from './answer.js'
 * @typedef {{ readonly attempt: string, readonly problems: readonly Complaint[], readonly invitation?: { readonly href: string, readonly name: string } }} AdministrationState
 */

/** @param {readonly Problem[]} problems @returns {Promise<AdministrationState>} */
const complain = (problems) =>
  refusal(422, { problems: problems.map(({ message }) => ({ id: null, message })) });

/** The secret is in this one answer only: it is stored nowhere and stands in no address of ours. @param {Visit} visit @param {string} secret @param {string} name @returns {AdministrationState} */
function withInvitation({ app, call }, secret, name) {
  const { headers } = call.request;
  const scheme = isHttps(headers, app.parts.config) ? 'https' : 'http';
  const host = headers.get('host') ?? '';
  refresh();
  return {
    attempt: crypto.randomUUID(),
    problems: [],
    invitation: { href: `${scheme}://${host}/invitation/${secret}`, name },
  };
}

/** @param {Visit} visit @param {FormFields} form @returns {Promise<AdministrationState>} */
async function administerAs(visit, form) {
  const { accountActions } = visit;
  switch (textOf(form, 'verb')) {
    case 'add': {
      const added = await accountActions.add(form);
      if ('problems' in added) return complain(added.problems);
      return withInvitation(visit, added.invitation, textOf(form, 'name'));
    }
    case 'invite': {
      const { invitation, account } = await accountActions.invite(form);
      return withInvitation(visit, invitation, account.name);
    }
    case 'change': {
      const problems = await accountActions.change(form);
      return problems.length === 0 ? redirect('/administration?saved=1') : complain(problems);
    }
    case 'sign-up':
      await accountActions.setSignUp(form);
      return redirect('/administration?saved=1');
    default:
      throw new HttpProblem(404, 'There is no such page.');
  }
}

/** Looks after the accounts of others. @param {AdministrationState | null} _before @param {FormData} data @returns {Promise<AdministrationState>} */
export async function administer(_before, data) {
  return answerAccountForm(data, async (visit, form) => {
    if (!visit.call.records.isAdministrator) throw new HttpProblem(403, 'This page is for administrators.');
    return administerAs(visit, form);
  });
}
