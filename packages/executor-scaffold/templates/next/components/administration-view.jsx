'use client';

import { administer } from '../site/actions/administration.js';
import { SubmitButton } from './button.jsx';
import { ErrorSummary } from './error-summary.jsx';
import { PageHead } from './heading.jsx';
import { Notice } from './notice.jsx';
import { Proof } from './proof.jsx';
import { Tag } from './small.jsx';
import { ActionCell, Cell, HeadCell, NameCell, Row, Table } from './table.jsx';
import { useForm } from './use-form.js';

/**
 * @import { AccountView, AdministrationView as View } from '../lib/views/types.d.ts'
 * @typedef {ReturnType<typeof useForm>['form']} FormProps
 * @typedef {{ view: View, form: FormProps, token: string }} Props
 */

const STATES = { active: 'Can sign in', invited: 'Invited', disabled: 'May not sign in' };
const INLINE = 'flex flex-wrap items-center gap-2 max-sm:justify-end';
const CHOICE = 'box w-auto! max-w-full';

/** @param {{ name: string, label: string, options: readonly { value: string, label: string }[], chosen: string }} props */
function Choice({ name, label, options, chosen }) {
  return (
    <select key={chosen} name={name} aria-label={label} defaultValue={chosen} className={CHOICE}>
      {options.map((option) => (
        <option key={option.value} value={option.value}>
          {option.label}
        </option>
      ))}
    </select>
  );
}

/** @param {{ verb: string, token: string, account?: number }} props */
function About({ verb, token, account }) {
  return (
    <>
      <Proof token={token} />
      <input type="hidden" name="verb" value={verb} />
      {account !== undefined && <input type="hidden" name="account" value={account} />}
    </>
  );
}

/** @param {Props & { account: AccountView }} props */
function AccountRow({ view: { roles }, account: { id, name, email, role, state, isSelf }, form, token }) {
  return (
    <Row>
      <NameCell label="Name">
        <span>
          {name} {isSelf && <Tag>you</Tag>}
        </span>
      </NameCell>
      <Cell label="Email">{email}</Cell>
      <Cell label="Role and access">
        <form {...form} className={INLINE}>
          <About verb="change" token={token} account={id} />
          <Choice name="role" label={`Role of ${name}`} options={roles} chosen={role} />
          <Choice
            name="state"
            label={`Access of ${name}`}
            options={[
              { value: 'enabled', label: state === 'invited' ? STATES.invited : STATES.active },
              { value: 'disabled', label: STATES.disabled },
            ]}
            chosen={state === 'disabled' ? 'disabled' : 'enabled'}
          />
          <SubmitButton kind="quiet">
            Save<span className="sr-only"> {name}</span>
          </SubmitButton>
        </form>
      </Cell>
      <ActionCell>
        <form {...form}>
          <About verb="invite" token={token} account={id} />
          <SubmitButton kind="quiet">
            New link<span className="sr-only"> for {name}</span>
          </SubmitButton>
        </form>
      </ActionCell>
    </Row>
  );
}

/** @param {Props} props */
function AddForm({ view: { roles }, form, token }) {
  return (
    <section className="mt-10 grid gap-3">
      <h2>Add an account</h2>
      <form {...form} noValidate className="panel grid max-w-[38rem] gap-5 p-6">
        <About verb="add" token={token} />
        {['Name', 'Email'].map((label) => (
          <div key={label}>
            <label htmlFor={`field-${label}`} className="mb-1 block font-semibold">
              {label}
            </label>
            <input
              id={`field-${label}`}
              name={label.toLowerCase()}
              type={label === 'Email' ? 'email' : 'text'}
              autoComplete="off"
              required
              className="box"
            />
          </div>
        ))}
        <div>
          <label htmlFor="field-role" className="mb-1 block font-semibold">
            Role
          </label>
          <select id="field-role" name="role" className="box">
            {roles.map(({ value, label }) => (
              <option key={value} value={value}>
                {label}
              </option>
            ))}
          </select>
        </div>
        <div>
          <SubmitButton>Add and get a link</SubmitButton>
        </div>
      </form>
    </section>
  );
}

/** @param {Props} props */
function SignUpChoice({ view: { roles, signUp }, form, token }) {
  return (
    <section className="mt-10 grid gap-3">
      <h2>Signing up</h2>
      <form {...form} className="flex flex-wrap items-center gap-2">
        <About verb="sign-up" token={token} />
        <label htmlFor="sign-up-role">People who sign up by themselves become</label>
        <select key={signUp} id="sign-up-role" name="role" defaultValue={signUp} className={CHOICE}>
          <option value="">nothing: nobody may</option>
          {roles
            .filter(({ value }) => value !== 'administrator')
            .map(({ value, label }) => (
              <option key={value} value={value}>
                {label}
              </option>
            ))}
        </select>
        <SubmitButton kind="quiet">Save</SubmitButton>
      </form>
    </section>
  );
}

/** The accounts of the app. @param {{ view: View, token: string }} props */
export function AdministrationView({ view, token }) {
  const { state, form } = useForm(administer);
  const head = (
    <>
      <HeadCell>Name</HeadCell>
      <HeadCell>Email</HeadCell>
      <HeadCell>Role and access</HeadCell>
      <HeadCell>
        <span className="sr-only">Actions</span>
      </HeadCell>
    </>
  );
  return (
    <>
      <PageHead title="Accounts" />
      <ErrorSummary key={state?.attempt} problems={state?.problems ?? []} />
      {state?.invitation !== undefined && (
        <Notice>
          <p>Give this link to {state.invitation.name}. It works once, for a week, and is shown only now:</p>
          <code className="text-[0.9rem]">{state.invitation.href}</code>
        </Notice>
      )}
      <Table caption="Accounts" head={head}>
        {view.accounts.map((account) => (
          <AccountRow key={account.id} view={view} account={account} form={form} token={token} />
        ))}
      </Table>
      <AddForm view={view} form={form} token={token} />
      <SignUpChoice view={view} form={form} token={token} />
    </>
  );
}
