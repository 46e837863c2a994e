import { AsyncLocalStorage } from 'node:async_hooks';
import { AccountActions } from '../lib/actions/account-actions.js';

/**
 * @import { ServerResponse } from 'node:http'
 * @import { Application } from '../lib/application.js'
 *
 * @typedef {object} Kept
 * @property {Application} app
 * @property {AccountActions} accountActions
 * @property {WeakSet<object>} told faults that stand in the log: Next tells of one several times
 * @property {AsyncLocalStorage<ServerResponse>} answers the answer to the request under way, where `listener.js` serves
 */

const KEY = Symbol.for('app.application');
/** @type {typeof globalThis & { [KEY]?: Kept }} */
const shared = globalThis;

/** Makes the application known to pages and actions, which are bundled apart from what opened it. @param {Application} app */
export function keepApplication(app) {
  shared[KEY] = {
    app,
    accountActions: new AccountActions(app),
    told: new WeakSet(),
    answers: new AsyncLocalStorage(),
  };
}

/** Whether there is an application already. */
export const hasApplication = () => shared[KEY] !== undefined;

/** The application of this process. @returns {Kept} */
export function kept() {
  const found = shared[KEY];
  if (found === undefined) throw new Error('The application is not open: instrumentation.js opens it.');
  return found;
}

/** Whether a fault does not stand in the log yet. @param {unknown} error */
export function isNews(error) {
  if (typeof error !== 'object' || error === null) return true;
  const { told } = kept();
  if (told.has(error)) return false;
  told.add(error);
  return true;
}

/** Says what became of a request. Next has no way for a page to do so that works without scripts. @param {{ readonly status: number, readonly headers?: Readonly<Record<string, string>> }} outcome */
export function setOutcome({ status, headers = {} }) {
  const answer = kept().answers.getStore();
  if (answer === undefined || answer.headersSent) return;
  answer.statusCode = status;
  for (const [name, value] of Object.entries(headers)) answer.setHeader(name, value);
}
