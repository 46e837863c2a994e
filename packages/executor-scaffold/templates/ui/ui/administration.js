import { problemList } from './form.js';
import { html, Markup } from './html.js';
import { layout } from './layout.js';

/**
 * @import { Problem } from '../lib/types.d.ts'
 * @import { AccountView, AdministrationView } from '../lib/views/types.d.ts'
 * @import { Frame } from './layout.js'
 * @typedef {{ readonly view: AdministrationView, readonly problems: readonly Problem[], readonly invitation?: { readonly href: string, readonly name: string } | undefined, readonly notice?: string | undefined }} State
 */

const STATES = { active: 'Can sign in', invited: 'Invited', disabled: 'May not sign in' };

/** @param {readonly { value: string, label: string }[]} options @param {string} chosen */
const optionList = (options, chosen) =>
  options.map(
    ({ value, label }) =>
      html`<option value="${value}"${value === chosen ? new Markup(' selected') : null}>${label}</option>`,
  );

/** @param {Frame} frame @param {AdministrationView} view @param {AccountView} account */
const accountRow = ({ token }, { roles }, account) => html`<tr>
  <th scope="row" data-label="Name">${account.name}${account.isSelf ? html` <span class="tag">you</span>` : null}</th>
  <td data-label="Email">${account.email}</td>
  <td data-label="Role and access"><form class="inline" method="post" action="/administration/change">
    <input type="hidden" name="_token" value="${token}"><input type="hidden" name="account" value="${account.id}">
    <select name="role" aria-label="Role of ${account.name}">${optionList(roles, account.role)}</select>
    <select name="state" aria-label="Access of ${account.name}">${optionList(
      [
        { value: 'enabled', label: account.state === 'invited' ? STATES.invited : STATES.active },
        { value: 'disabled', label: STATES.disabled },
      ],
      account.state === 'disabled' ? 'disabled' : 'enabled',
    )}</select>
    <button class="button quiet" type="submit">Save<span class="unseen"> ${account.name}</span></button>
  </form></td>
  <td class="actions"><form method="post" action="/administration/invite">
    <input type="hidden" name="_token" value="${token}"><input type="hidden" name="account" value="${account.id}">
    <button class="button quiet" type="submit">New link<span class="unseen"> for ${account.name}</span></button>
  </form></td>
</tr>`;

/** @param {Frame} frame @param {AdministrationView} view */
const addForm = ({ token }, { roles }) => html`<section class="related"><h2>Add an account</h2>
  <form class="edit" method="post" action="/administration/add" novalidate>
    <input type="hidden" name="_token" value="${token}">
    <div class="field"><label for="field-name">Name</label><input id="field-name" name="name" type="text" autocomplete="off" required></div>
    <div class="field"><label for="field-email">Email</label><input id="field-email" name="email" type="email" autocomplete="off" required></div>
    <div class="field"><label for="field-role">Role</label><select id="field-role" name="role">${optionList(roles, '')}</select></div>
    <p class="buttons"><button class="button" type="submit">Add and get a link</button></p>
  </form></section>`;

/** @param {Frame} frame @param {AdministrationView} view */
const signUpForm = ({ token }, { roles, signUp }) => html`<section class="related"><h2>Signing up</h2>
  <form class="inline" method="post" action="/administration/sign-up">
    <input type="hidden" name="_token" value="${token}">
    <label for="sign-up-role">People who sign up by themselves become</label>
    <select id="sign-up-role" name="role">${optionList(
      [
        { value: '', label: 'nothing: nobody may' },
        ...roles.filter(({ value }) => value !== 'administrator'),
      ],
      signUp,
    )}</select>
    <button class="button quiet" type="submit">Save</button>
  </form></section>`;

/** The accounts of the app. @param {Frame} frame @param {State} state */
export const administrationPage = (frame, { view, problems, invitation, notice }) =>
  layout({
    frame,
    title: 'Accounts',
    notice,
    body: html`<div class="head"><h1>Accounts</h1></div>
      ${problemList(problems.map(({ message }) => ({ id: null, message })))}
      ${
        invitation === undefined
          ? null
          : html`<div class="notice" role="status"><p>Give this link to ${invitation.name}. It works once, for a week, and is shown only now:</p>
              <p><code>${invitation.href}</code></p></div>`
      }
      <div class="table-frame"><table><caption class="unseen">Accounts</caption>
        <thead><tr><th scope="col">Name</th><th scope="col">Email</th><th scope="col">Role and access</th><th scope="col"><span class="unseen">Actions</span></th></tr></thead>
        <tbody>${view.accounts.map((account) => accountRow(frame, view, account))}</tbody></table></div>
      ${addForm(frame, view)}
      ${signUpForm(frame, view)}`,
  });
