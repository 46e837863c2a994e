import { forbidden, unstable_rethrow } from 'next/navigation';
import { HttpProblem } from '../../lib/http/problem.js';
import { AccessDenied } from '../../lib/records.js';
import { readOwnForm } from '../forms.js';
import { toSignIn, visit } from '../visit.js';

/**
 * @import { FormFields } from '../../lib/http/body.js'
 * @import { Visit } from '../visit.js'
 * @typedef {{ readonly id: string | null, readonly message: string }} Complaint
 */

/** A new one each time, so that a form that comes back again is told from the one before. */
export const newAttempt = () => crypto.randomUUID();

/**
 * What a form leads to. What the app refuses comes back as a complaint above the form; whoever is not signed in is
 * sent to sign in.
 *
 * @template T
 * @param {FormData} data
 * @param {(visit: Visit, form: FormFields) => Promise<T>} work
 * @returns {Promise<T | { readonly attempt: string, readonly problems: readonly Complaint[] }>}
 */
export async function answerForm(data, work) {
  const found = await visit();
  try {
    return await work(found, await readOwnForm(found, data));
  } catch (error) {
    unstable_rethrow(error);
    if (error instanceof AccessDenied && !error.signedIn) return toSignIn(found.call);
    if (!(error instanceof HttpProblem) && !(error instanceof AccessDenied)) throw error;
    return { attempt: newAttempt(), problems: [{ id: null, message: error.message }] };
  }
}

/** As {@link answerForm}, for forms that have no place for complaints. @param {FormData} data @param {(visit: Visit, form: FormFields) => Promise<void>} work */
export async function obeyForm(data, work) {
  const refused = await answerForm(data, work);
  if (refused !== undefined) forbidden();
}
