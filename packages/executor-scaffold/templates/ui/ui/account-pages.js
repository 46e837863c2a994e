import { problemList } from './form.js';
import { html, Markup } from './html.js';
import { layout } from './layout.js';

/**
 * @import { Problem } from '../lib/types.d.ts'
 * @import { Frame } from './layout.js'
 * @typedef {{ readonly name: string, readonly label: string, readonly type: string, readonly autocomplete: string, readonly value?: string | undefined, readonly hint?: string | undefined }} Box
 * @typedef {{ readonly title: string, readonly lead?: string | undefined, readonly action: string, readonly submit: string, readonly boxes: readonly Box[], readonly hidden?: Readonly<Record<string, string>>, readonly problems: readonly Problem[], readonly after?: import('./html.js').Content, readonly notice?: string | undefined }} SmallForm
 */

/** @type {Readonly<Record<'email' | 'name' | 'password' | 'newPassword', Box>>} */
const BOXES = {
  email: { name: 'email', label: 'Email', type: 'email', autocomplete: 'username' },
  name: { name: 'name', label: 'Name', type: 'text', autocomplete: 'name' },
  password: { name: 'password', label: 'Password', type: 'password', autocomplete: 'current-password' },
  newPassword: {
    name: 'password',
    label: 'Password',
    type: 'password',
    autocomplete: 'new-password',
    hint: 'At least 8 characters.',
  },
};

/** @param {Box} box @param {readonly Problem[]} problems */
function boxMarkup({ name, label, type, autocomplete, value = '', hint }, problems) {
  const id = `field-${name}`;
  const problem = problems.find(({ field }) => field === name);
  const by = [hint === undefined ? '' : `${id}-hint`, problem === undefined ? '' : `${id}-error`];
  const described = by.filter((part) => part !== '').join(' ');
  return html`<div class="field">
    <label for="${id}">${label}</label>
    ${hint === undefined ? null : html`<p class="hint" id="${id}-hint">${hint}</p>`}
    ${problem === undefined ? null : html`<p class="field-error" id="${id}-error"><span class="unseen">Error: </span>${problem.message}</p>`}
    <input id="${id}" name="${name}" type="${type}" autocomplete="${autocomplete}" value="${value}" required${
      described === '' ? null : html` aria-describedby="${described}"`
    }${problem === undefined ? null : new Markup(' aria-invalid="true"')}>
  </div>`;
}

/** @param {Frame} frame @param {SmallForm} form */
function smallForm(frame, { title, lead, action, submit, boxes, hidden = {}, problems, after, notice }) {
  const ids = new Set(boxes.map(({ name }) => name));
  return layout({
    frame,
    title: problems.length === 0 ? title : `Error: ${title}`,
    notice,
    body: html`<div class="narrow"><div class="head"><h1>${title}</h1></div>
      ${lead === undefined ? null : html`<p class="lead">${lead}</p>`}
      ${problemList(problems.map(({ field, message }) => ({ id: ids.has(field) ? `field-${field}` : null, message })))}
      <form class="edit" method="post" action="${action}" novalidate>
        <input type="hidden" name="_token" value="${frame.token}">
        ${Object.entries(hidden).map(([name, value]) => html`<input type="hidden" name="${name}" value="${value}">`)}
        ${boxes.map((box) => boxMarkup(box, problems))}
        <p class="buttons"><button class="button" type="submit">${submit}</button></p>
      </form>${after}</div>`,
  });
}

/** @param {Frame} frame @param {{ email: string, next: string, canSignUp: boolean, problems: readonly Problem[] }} state */
export const signInPage = (frame, { email, next, canSignUp, problems }) =>
  smallForm(frame, {
    title: 'Sign in',
    action: '/sign-in',
    submit: 'Sign in',
    boxes: [{ ...BOXES.email, value: email }, BOXES.password],
    hidden: { next },
    problems,
    after: canSignUp
      ? html`<p>No account yet? <a href="/sign-up">Sign up</a></p>`
      : html`<p class="muted">Accounts are added by an administrator.</p>`,
  });

/** @param {Frame} frame @param {{ email: string, name: string, isFirst: boolean, needsCode: boolean, problems: readonly Problem[] }} state */
export const signUpPage = (frame, { email, name, isFirst, needsCode, problems }) =>
  smallForm(frame, {
    title: isFirst ? 'Set up the app' : 'Sign up',
    lead: isFirst
      ? 'Nobody has an account here yet. Yours will be the first: it administers the app.'
      : undefined,
    action: '/sign-up',
    submit: isFirst ? 'Make the first account' : 'Sign up',
    boxes: [
      ...(isFirst && needsCode
        ? [{ name: 'code', label: 'Set-up code', type: 'password', autocomplete: 'off' }]
        : []),
      { ...BOXES.name, value: name },
      { ...BOXES.email, value: email },
      BOXES.newPassword,
    ],
    problems,
    after: isFirst ? null : html`<p>An account already? <a href="/sign-in">Sign in</a></p>`,
  });

/** @param {Frame} frame @param {{ email: string, action: string, problems: readonly Problem[] }} state */
export const invitationPage = (frame, { email, action, problems }) =>
  smallForm(frame, {
    title: 'Welcome',
    lead: `Choose a password for ${email}.`,
    action,
    submit: 'Save and sign in',
    boxes: [BOXES.newPassword],
    problems,
  });

/** @param {Frame} frame @param {{ email: string, role: string, problems: readonly Problem[], notice?: string | undefined }} state */
export const profilePage = (frame, { email, role, problems, notice }) =>
  smallForm(frame, {
    title: 'Your account',
    lead: `${email}, ${role}`,
    action: '/profile',
    submit: 'Change password',
    boxes: [
      { name: 'current', label: 'Current password', type: 'password', autocomplete: 'current-password' },
      { ...BOXES.newPassword, label: 'New password' },
    ],
    problems,
    notice,
  });
