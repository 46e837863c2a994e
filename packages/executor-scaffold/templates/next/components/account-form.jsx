'use client';

import { SubmitButton } from './button.jsx';
import { Complaint } from './control.jsx';
import { ErrorSummary } from './error-summary.jsx';
import { Lead, PageHead } from './heading.jsx';
import { FrameMark, Proof } from './proof.jsx';
import { useForm } from './use-form.js';

/**
 * @import { AccountState } from '../site/actions/accounts.js'
 * @typedef {{ readonly name: string, readonly label: string, readonly type: string, readonly autoComplete: string, readonly hint?: string }} Box
 * @typedef {(before: AccountState | null, data: FormData) => Promise<AccountState>} Action
 * @typedef {{ title: string, lead?: string | undefined, action: Action, submit: string, boxes: readonly Box[], token: string, next?: string, children?: import('react').ReactNode }} Props
 */

/** @param {{ box: Box, value: string, problem: string | null }} props */
function Field({ box: { name, label, type, autoComplete, hint }, value, problem }) {
  const id = `field-${name}`;
  const parts = [hint === undefined ? '' : `${id}-hint`, problem === null ? '' : `${id}-error`];
  return (
    <div className="mb-5">
      <label htmlFor={id} className="mb-1 block font-semibold">
        {label}
      </label>
      {hint !== undefined && (
        <p id={`${id}-hint`} className="mb-1.5 text-[0.9rem] text-muted">
          {hint}
        </p>
      )}
      <Complaint id={id} problem={problem} />
      <input
        id={id}
        name={name}
        type={type}
        autoComplete={autoComplete}
        defaultValue={value}
        required
        aria-describedby={parts.filter((part) => part !== '').join(' ') || undefined}
        aria-invalid={problem === null ? undefined : true}
        className="box"
      />
    </div>
  );
}

/** A page with a short form about an account. @param {Props} props */
export function AccountForm({ title, lead, action, submit, boxes, token, next, children }) {
  const { state, isPending, form } = useForm(action);
  const problems = state?.problems ?? [];
  const problemAt = (/** @type {string} */ name) =>
    problems.find(({ id }) => id === `field-${name}`)?.message ?? null;
  return (
    <div className="mx-auto max-w-[30rem]">
      <PageHead title={title} />
      {lead !== undefined && <Lead>{lead}</Lead>}
      <ErrorSummary key={state?.attempt} problems={problems} />
      <form {...form} noValidate className="panel mb-4 p-6">
        <Proof token={token} />
        <FrameMark />
        {next !== undefined && <input type="hidden" name="next" value={next} />}
        <div key={state?.attempt}>
          {boxes.map((box) => (
            <Field
              key={box.name}
              box={box}
              value={state?.values?.[box.name] ?? ''}
              problem={problemAt(box.name)}
            />
          ))}
        </div>
        <SubmitButton isPending={isPending}>{submit}</SubmitButton>
      </form>
      {children}
    </div>
  );
}
