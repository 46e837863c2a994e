import { headers } from 'next/headers';
import { redirect, unstable_rethrow } from 'next/navigation';
import { cache } from 'react';
import { formTokens } from '../lib/http/guards.js';
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

/** As {@link visit}; undefined when nobody can be asked who it is, because the data cannot be reached. */
export const visitIfAny = () =>
  visit().catch((error) => {
    unstable_rethrow(error);
    return undefined;
  });

/** A fault that comes up twice in a request, for the page and for its title, is told of once. */
const problemFor = cache((/** @type {unknown} */ error) => kept().app.problem(error));

/** What to say about a fault. Whoever is not signed in is sent to sign in. @param {unknown} error */
export async function problemOf(error) {
  unstable_rethrow(error);
  if (error instanceof AccessDenied && !error.signedIn) return toSignIn((await visit()).call);
  return problemFor(error);
}
