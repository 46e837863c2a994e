import { headers } from 'next/headers';
import { redirect } from 'next/navigation';
import { HttpProblem } from '../../lib/http/problem.js';
import { setOutcome } from '../application.js';
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
 * @param {number | HttpProblem} outcome status for a form that was sent without scripts; scripts take an answer for one only when it is well
 * @param {T} content
 */
export async function refusal(outcome, content) {
  if (!(await headers()).has('next-action'))
    setOutcome(typeof outcome === 'number' ? { status: outcome } : outcome);
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
  try {
    const found = await visit();
    return await work(found, await readOwnForm(found, data));
  } catch (error) {
    const problem = await problemOf(error);
    return refusal(problem, { problems: [{ id: null, message: problem.message }] });
  }
}

/**
 * As {@link answerForm}, in an app with sign-in. In one without, an account made now would be the first one day.
 *
 * @template T
 * @param {FormData} data
 * @param {(visit: Visit, form: FormFields) => Promise<T>} work
 */
export const answerAccountForm = (data, work) =>
  answerForm(data, (visit, form) => {
    if (!visit.enforced) throw new HttpProblem(404, 'There is no such page.');
    return work(visit, form);
  });

/** As {@link answerForm}, for forms that have no place for complaints: those lead to where everything is shown as it is. @param {FormData} data @param {string} place @param {(visit: Visit, form: FormFields) => Promise<void>} work */
export async function obeyForm(data, place, work) {
  const refused = await answerForm(data, work);
  if (refused !== undefined) redirect(place);
}
