import { headers } from 'next/headers';
import { forbidden, notFound, redirect, unstable_rethrow } from 'next/navigation';
import { cache } from 'react';
import { formTokens } from '../lib/http/guards.js';
import { HttpProblem } from '../lib/http/problem.js';
import { AccessDenied } from '../lib/records.js';
import { kept } from './application.js';

/**
 * @import { ActionContext } from '../lib/actions/record-actions.js'
 * @import { Application } from '../lib/application.js'
 * @import { AccountActions } from '../lib/actions/account-actions.js'
 * @import { Call } from '../lib/http/call.js'
 *
 * @typedef {object} Visit Somebody looks at a page, or sends a form.
 * @property {Application} app
 * @property {AccountActions} accountActions
 * @property {Call} call
 * @property {ActionContext} context
 * @property {string} token the proof that forms of this visitor carry
 * @property {boolean} enforced whether there is any sign-in
 */

/** Who asks, and for what: found out once per request. @type {() => Promise<Visit>} */
export const visit = cache(async () => {
  const incoming = new Headers(await headers());
  const { app, accountActions } = kept();
  const { config, accounts, secret, model } = app.parts;
  const request = new Request(new URL(incoming.get('x-address') ?? '/', 'http://app.invalid'), {
    headers: incoming,
  });
  const call = await app.open(request, incoming.get('x-client-address') ?? '');
  return {
    app,
    accountActions,
    call,
    context: { records: call.records, timeZone: config.timeZone, accounts },
    token: formTokens(secret).issue(call.session?.id ?? ''),
    enforced: model.access.enforced,
  };
});

/** Where somebody signs in to see this page. @param {Call} call */
export function toSignIn({ request }) {
  const { pathname, search } = new URL(request.url);
  return redirect(`/sign-in?next=${encodeURIComponent(`${pathname}${search}`)}`);
}

/** Ends a page that cannot be shown with the page that says so. @param {unknown} error @param {Call} call @returns {never} */
function explain(error, call) {
  if (error instanceof AccessDenied) return error.signedIn ? forbidden() : toSignIn(call);
  if (error instanceof HttpProblem && error.status === 403) return forbidden();
  if (error instanceof HttpProblem && error.status < 500) return notFound();
  throw error;
}

/** A page: what it loads may end in refusals. @template T @param {(visit: Visit) => Promise<T>} load @returns {Promise<T>} */
export async function onVisit(load) {
  const found = await visit();
  try {
    return await load(found);
  } catch (error) {
    unstable_rethrow(error);
    return explain(error, found.call);
  }
}
