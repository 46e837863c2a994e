import { AccountActions } from '../lib/actions/account-actions.js';
import { wayBack } from '../lib/actions/record-actions.js';
import { textOf } from '../lib/http/body.js';
import { isHttps } from '../lib/http/guards.js';
import { HttpProblem } from '../lib/http/problem.js';
import { page, seeOther } from '../lib/http/responses.js';
import { administrationView } from '../lib/views/administration.js';
import { invitationPage, profilePage, signInPage, signUpPage } from './account-pages.js';
import { administrationPage } from './administration.js';

/**
 * @import { Application } from '../lib/application.js'
 * @import { Call } from '../lib/http/call.js'
 * @import { FormFields } from '../lib/http/body.js'
 * @import { Problem } from '../lib/types.d.ts'
 * @import { Pages } from './pages.js'
 * @import { State } from './administration.js'
 */

const DONE = 'The change was saved.';

/** Pages to sign in and up, and to look after accounts. */
export class AccountRoutes {
  #app;
  #pages;
  #actions;

  /** @param {Application} app @param {Pages} pages */
  constructor(app, pages) {
    this.#app = app;
    this.#pages = pages;
    this.#actions = new AccountActions(app);
  }

  /** @param {Call} call @returns {Promise<Response | undefined>} undefined when it is another page */
  async answer(call) {
    const [first, second] = call.segments;
    const depth = call.segments.length;
    if (first === undefined && call.session === undefined && (await this.#actions.isFirst()))
      return seeOther('/sign-up');
    if (first === 'sign-in' && depth === 1) return this.#signIn(call);
    if (first === 'sign-up' && depth === 1) return this.#signUp(call);
    if (first === 'sign-out' && depth === 1) return this.#signOut(call);
    if (first === 'invitation' && depth === 2) return this.#invitation(call, second ?? '');
    if (first === 'profile' && depth === 1) return this.#profile(call);
    if (first === 'administration' && depth <= 2) return this.#administration(call, second);
    return undefined;
  }

  /** @param {Call} call @param {FormFields} form */
  #sent({ request, client }, form) {
    return { form, headers: request.headers, client };
  }

  /** @param {Call} call */
  async #signIn(call) {
    if (await this.#actions.isFirst()) return seeOther('/sign-up');
    const canSignUp = (await this.#actions.signUpRole()) !== null;
    if (call.method !== 'POST') {
      const next = wayBack(call.query.get('next') ?? '', '/');
      return this.#pages.read(call, async (frame) =>
        signInPage(frame, { email: '', next, canSignUp, problems: [] }),
      );
    }
    const form = await this.#pages.form(call);
    const next = wayBack(textOf(form, 'next'), '/');
    const entered = await this.#actions.signIn(this.#sent(call, form));
    if ('cookie' in entered) return seeOther(next, { 'set-cookie': entered.cookie });
    const state = { email: textOf(form, 'email'), next, canSignUp, problems: entered.problems };
    return page(422, signInPage(this.#pages.frame(call), state));
  }

  /** @param {Call} call */
  async #signUp(call) {
    const isFirst = await this.#actions.isFirst();
    if (!isFirst && (await this.#actions.signUpRole()) === null) return seeOther('/sign-in');
    const needsCode = this.#actions.needsSetupCode;
    if (call.method !== 'POST') {
      const state = { email: '', name: '', isFirst, needsCode, problems: [] };
      return this.#pages.read(call, async (frame) => signUpPage(frame, state));
    }
    const form = await this.#pages.form(call);
    const entered = await this.#actions.signUp(this.#sent(call, form));
    if ('cookie' in entered) return seeOther('/', { 'set-cookie': entered.cookie });
    const state = {
      email: textOf(form, 'email'),
      name: textOf(form, 'name'),
      isFirst,
      needsCode,
      problems: entered.problems,
    };
    return page(422, signUpPage(this.#pages.frame(call), state));
  }

  /** @param {Call} call */
  async #signOut(call) {
    if (call.method !== 'POST') return seeOther('/');
    await this.#pages.form(call);
    return seeOther('/', { 'set-cookie': await this.#actions.signOut(call.request.headers) });
  }

  /** @param {Call} call @param {string} secret */
  async #invitation(call, secret) {
    const account = await this.#actions.invited(secret);
    if (account === undefined)
      throw new HttpProblem(
        404,
        'This invitation is not valid any more. Ask an administrator for a new link.',
      );
    const action = `/invitation/${encodeURIComponent(secret)}`;
    const state = { email: account.email, action };
    if (call.method !== 'POST')
      return this.#pages.read(call, async (frame) => invitationPage(frame, { ...state, problems: [] }));
    const form = await this.#pages.form(call);
    const entered = await this.#actions.accept(secret, this.#sent(call, form));
    if ('cookie' in entered) return seeOther('/', { 'set-cookie': entered.cookie });
    return page(422, invitationPage(this.#pages.frame(call), { ...state, problems: entered.problems }));
  }

  /** @param {Call} call */
  async #profile(call) {
    const { session } = call;
    if (session === undefined) return seeOther('/sign-in?next=/profile');
    const { email, role: key } = session.account;
    const role = this.#app.parts.model.access.roles.find((each) => each.key === key)?.name ?? key;
    const saved = call.query.has('saved') ? 'Your password was changed.' : undefined;
    if (call.method !== 'POST')
      return this.#pages.read(call, async (frame) =>
        profilePage(frame, { email, role, problems: [], notice: saved }),
      );
    const form = await this.#pages.form(call);
    const problems = await this.#actions.changePassword(session, this.#sent(call, form));
    if (problems.length === 0) return seeOther('/profile?saved=1');
    return page(422, profilePage(this.#pages.frame(call), { email, role, problems }));
  }

  /** @param {Call} call @param {string | undefined} verb */
  async #administration(call, verb) {
    if (call.session === undefined) return seeOther('/sign-in?next=/administration');
    if (!call.records.isAdministrator) throw new HttpProblem(403, 'This page is for administrators.');
    if (verb === undefined || call.method !== 'POST') {
      if (verb !== undefined) return seeOther('/administration');
      const notice = call.query.has('saved') ? DONE : undefined;
      return this.#pages.read(call, async (frame) =>
        administrationPage(frame, { ...(await this.#accountsView(call)), notice }),
      );
    }
    return this.#administer(call, verb);
  }

  /** @param {Call} call @param {string} verb */
  async #administer(call, verb) {
    const form = await this.#pages.form(call);
    switch (verb) {
      case 'add': {
        const added = await this.#actions.add(form);
        if ('problems' in added) return this.#again(call, added.problems);
        return this.#withInvitation(call, added.invitation, textOf(form, 'name'));
      }
      case 'invite': {
        const { invitation, account } = await this.#actions.invite(form);
        return this.#withInvitation(call, invitation, account.name);
      }
      case 'change': {
        const problems = await this.#actions.change(form);
        return problems.length === 0 ? seeOther('/administration?saved=1') : this.#again(call, problems);
      }
      case 'sign-up':
        await this.#actions.setSignUp(form);
        return seeOther('/administration?saved=1');
      default:
        throw new HttpProblem(404, 'There is no such page.');
    }
  }

  /** @param {Call} call @returns {Promise<State>} */
  async #accountsView(call) {
    const view = await administrationView(
      call.records,
      this.#app.parts.accounts,
      await this.#actions.signUpRole(),
    );
    return { view, problems: [] };
  }

  /** @param {Call} call @param {readonly Problem[]} problems */
  async #again(call, problems) {
    const state = { ...(await this.#accountsView(call)), problems };
    return page(422, administrationPage(this.#pages.frame(call), state));
  }

  /** The secret is in this one page only: it is stored nowhere and stands in no address of ours. @param {Call} call @param {string} secret @param {string} name */
  async #withInvitation(call, secret, name) {
    const scheme = isHttps(call.request.headers, this.#app.parts.config) ? 'https' : 'http';
    const href = `${scheme}://${call.request.headers.get('host') ?? ''}/invitation/${secret}`;
    const state = { ...(await this.#accountsView(call)), invitation: { href, name } };
    return page(200, administrationPage(this.#pages.frame(call), state));
  }
}
