import { ADMINISTRATOR } from '../access/rules.js';
import { textOf } from '../http/body.js';
import { isSame } from '../http/guards.js';
import { HttpProblem } from '../http/problem.js';

/**
 * @import { Account } from '../access/rules.js'
 * @import { Session } from '../accounts/sessions.js'
 * @import { Application } from '../application.js'
 * @import { FormFields } from '../http/body.js'
 * @import { Problem } from '../types.d.ts'
 *
 * @typedef {{ readonly form: FormFields, readonly headers: Headers, readonly client: string }} Sent
 * @typedef {{ readonly cookie: string } | { readonly problems: readonly Problem[] }} Entered
 */

const SIGN_UP = 'sign-up-role';
const SETUP_TRIES = 20;

/** @param {string} field @param {string} message */
const complain = (field, message) => ({ problems: [{ field, message }] });

/** What people do with accounts: their own, and as administrators those of others. */
export class AccountActions {
  #app;
  #setupTries = 0;

  /** @param {Application} app */
  constructor(app) {
    this.#app = app.parts;
  }

  /** Whether the next account is the first, and so the administrator's. */
  isFirst() {
    return this.#app.accounts.isEmpty();
  }

  /** Whether the first account must know a code. */
  get needsSetupCode() {
    return this.#app.config.setupCode !== undefined;
  }

  /** The role of whoever signs up, null when nobody may. @returns {Promise<string | null>} */
  async signUpRole() {
    const { access } = this.#app.model;
    const role = (await this.#app.store.setting(SIGN_UP)) ?? access.signUp;
    return access.roles.some(({ key }) => key === role) ? (role ?? null) : null;
  }

  /** @param {Sent} sent @returns {Promise<Entered>} */
  async signIn({ form, headers, client }) {
    const credentials = { email: textOf(form, 'email'), password: textOf(form, 'password') };
    const account = await this.#app.signIn.check(credentials, client);
    if (account === undefined) return complain('', 'Email and password do not fit together.');
    return this.#enter(account.id, headers);
  }

  /** @param {Sent} sent @returns {Promise<Entered>} */
  async signUp({ form, headers, client }) {
    this.#app.signIn.countSignUp(client);
    const { accounts } = this.#app;
    const account = {
      email: textOf(form, 'email'),
      name: textOf(form, 'name'),
      password: textOf(form, 'password'),
    };
    const isFirst = await this.isFirst();
    const role = await this.signUpRole();
    if (!isFirst && role === null) throw new HttpProblem(403, 'Accounts are added by an administrator.');
    if (isFirst && !this.#knowsCode(textOf(form, 'code')))
      return complain('code', 'The set-up code is not right.');
    const made = isFirst
      ? await accounts.createFirst(account)
      : await accounts.create({ ...account, role: role ?? '' });
    return 'problems' in made ? made : this.#enter(made.id, headers);
  }

  /** @param {Headers} headers @returns {Promise<string>} the cookie that forgets the session */
  signOut(headers) {
    return this.#app.signIn.end(headers);
  }

  /** Whose invitation it is. @param {string} secret */
  invited(secret) {
    return this.#app.accounts.invited(secret);
  }

  /** @param {string} secret @param {Sent} sent @returns {Promise<Entered>} */
  async accept(secret, { form, headers }) {
    const accepted = await this.#app.accounts.accept(secret, textOf(form, 'password'));
    if ('problems' in accepted) return accepted;
    return this.#enter(accepted.account.id, headers);
  }

  /** @param {Session} session @param {Sent} sent @returns {Promise<readonly Problem[]>} none when it was changed */
  async changePassword(session, { form, client }) {
    const { accounts, signIn } = this.#app;
    const credentials = { email: session.account.email, password: textOf(form, 'current') };
    if ((await signIn.check(credentials, client)) === undefined)
      return [{ field: 'current', message: 'This is not your password.' }];
    return accounts.setPassword(session.account.id, textOf(form, 'password'), session.id);
  }

  /** Adds an account for somebody else. @param {FormFields} form @returns {Promise<{ invitation: string } | { problems: readonly Problem[] }>} */
  async add(form) {
    const role = this.#role(textOf(form, 'role'));
    if (role === undefined) return complain('role', 'Choose a role.');
    const made = await this.#app.accounts.create({
      email: textOf(form, 'email'),
      name: textOf(form, 'name'),
      role,
    });
    return 'problems' in made ? made : { invitation: await this.#app.accounts.invite(made.id) };
  }

  /** @param {FormFields} form @returns {Promise<readonly Problem[]>} */
  async change(form) {
    const account = await this.#named(form);
    const role = this.#role(textOf(form, 'role'));
    if (role === undefined) return [{ field: 'role', message: 'Choose a role.' }];
    return this.#app.accounts.change(account.id, { role, disabled: textOf(form, 'state') === 'disabled' });
  }

  /** A new link for somebody who cannot sign in. @param {FormFields} form @returns {Promise<{ invitation: string, account: Account }>} */
  async invite(form) {
    const account = await this.#named(form);
    return { invitation: await this.#app.accounts.invite(account.id), account };
  }

  /** Says what people become who sign up. @param {FormFields} form */
  async setSignUp(form) {
    const role = textOf(form, 'role');
    const isKnown = this.#app.model.access.roles.some(({ key }) => key === role);
    await this.#app.store.setSetting(SIGN_UP, isKnown ? role : '');
  }

  /** @param {FormFields} form */
  async #named(form) {
    const text = textOf(form, 'account');
    const account = /^[1-9]\d{0,14}$/.test(text) ? await this.#app.accounts.get(Number(text)) : undefined;
    if (account === undefined) throw new HttpProblem(404, 'There is no such account.');
    return account;
  }

  /** @param {string} role */
  #role(role) {
    const isKnown = role === ADMINISTRATOR || this.#app.model.access.roles.some(({ key }) => key === role);
    return isKnown ? role : undefined;
  }

  /** @param {string} given */
  #knowsCode(given) {
    const code = this.#app.config.setupCode;
    if (code === undefined) return true;
    // The right one is refused then, too: else trying could go on.
    if (this.#setupTries >= SETUP_TRIES)
      throw new HttpProblem(429, 'Too many wrong codes. Restart the app to try again.');
    if (isSame(given, code)) return true;
    this.#setupTries += 1;
    return false;
  }

  /** @param {number} account @param {Headers} headers */
  async #enter(account, headers) {
    return { cookie: (await this.#app.signIn.start(account, headers)).cookie };
  }
}
