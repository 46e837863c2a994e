import { AccountActions } from '../lib/actions/account-actions.js';

/**
 * @import { Application } from '../lib/application.js'
 * @typedef {{ readonly app: Application, readonly accountActions: AccountActions }} Kept
 */

const KEY = Symbol.for('app.application');
/** @type {typeof globalThis & { [KEY]?: Kept }} */
const shared = globalThis;

/** Makes the application known to pages and actions, which are bundled apart from what opened it. @param {Application} app */
export function keepApplication(app) {
  shared[KEY] = { app, accountActions: new AccountActions(app) };
}

/** Whether there is an application already. */
export const hasApplication = () => shared[KEY] !== undefined;

/** The application of this process. @returns {Kept} */
export function kept() {
  const found = shared[KEY];
  if (found === undefined) throw new Error('The application is not open: instrumentation.js opens it.');
  return found;
}
