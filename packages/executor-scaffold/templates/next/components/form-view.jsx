'use client';

import { ButtonLink, Buttons, SubmitButton } from './button.jsx';
import { Control } from './control.jsx';
import { ErrorSummary } from './error-summary.jsx';
import { Crumb, PageHead } from './heading.jsx';
import { Proof } from './proof.jsx';
import { useForm } from './use-form.js';

/**
 * @import { FormView as View } from '../lib/views/types.d.ts'
 * @import { FormState } from '../site/actions/records.js'
 * @typedef {(before: FormState | null, data: FormData) => Promise<FormState>} Action
 */

/** The page to add or change a record. @param {{ view: View, token: string, action: Action }} props */
export function FormView({ view, token, action }) {
  const { state, isPending, oversize, form } = useForm(action);
  const controls = view.controls.map((control) => ({ ...control, ...state?.controls?.[control.key] }));
  return (
    <>
      <Crumb href={view.back.href}>{view.back.text}</Crumb>
      <PageHead title={view.heading} />
      <ErrorSummary
        key={oversize?.attempt ?? state?.attempt}
        problems={oversize?.problems ?? state?.problems ?? view.problems}
      />
      <form {...form} noValidate className="panel max-w-[38rem] p-6">
        <Proof token={token} />
        {/* A form that came back is made anew, with what was typed. */}
        <div key={state?.attempt}>
          {controls.map((control) => (
            <Control key={control.key} control={control} />
          ))}
        </div>
        <Buttons>
          <SubmitButton isPending={isPending}>{view.submit}</SubmitButton>
          <ButtonLink kind="quiet" href={view.cancelHref}>
            Cancel
          </ButtonLink>
        </Buttons>
      </form>
    </>
  );
}
