import { redirect } from 'next/navigation';
import { setStatus } from '../application.js';
import { readOwnForm } from '../forms.js';
import { problemOf, visit } from '../visit.js';

/**
 * @import { FormFields } from '../../lib/http/body.js'
 * @import { Visit } from '../visit.js'
 * @typedef {{ readonly id: string | null, readonly message: string }} Complaint
 */

/**
 * A form that comes back. The attempt is a new one each time, so that it is told from the one before.
 *
 * @template {{ readonly problems: readonly Complaint[] }} T
 * @param {Visit} visit
 * @param {number} status for a form that was sent without scripts; scripts take an answer for one only when it is well
 * @param {T} content
 */
export function refusal({ call }, status, content) {
  if (!call.request.headers.has('next-action')) setStatus(status);
  return { attempt: crypto.randomUUID(), ...content };
}

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
    const { status, message } = problemOf(error, found);
    return refusal(found, status, { problems: [{ id: null, message }] });
  }
}

/** As {@link answerForm}, for forms that have no place for complaints: those lead to where everything is shown as it is. @param {FormData} data @param {string} place @param {(visit: Visit, form: FormFields) => Promise<void>} work */
export async function obeyForm(data, place, work) {
  const refused = await answerForm(data, work);
  if (refused !== undefined) redirect(place);
}
