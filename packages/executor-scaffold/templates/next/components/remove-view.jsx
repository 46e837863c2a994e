'use client';

import { inText } from '../lib/views/words.js';
import { ButtonLink, Buttons, SubmitButton } from './button.jsx';
import { ErrorBox, ErrorSummary } from './error-summary.jsx';
import { Crumb, PageHead } from './heading.jsx';
import { Link } from './link.jsx';
import { Proof } from './proof.jsx';
import { useForm } from './use-form.js';

/**
 * @import { RemoveView as View } from '../lib/views/types.d.ts'
 * @import { RemoveState } from '../site/actions/records.js'
 * @typedef {(before: RemoveState | null, data: FormData) => Promise<RemoveState>} Action
 */

/** @param {{ name: string, blockedBy: View['blockedBy'] }} props */
function StillNeeded({ name, blockedBy }) {
  return (
    <ErrorBox title="It is still needed">
      <p>This {inText(name)} cannot be deleted while these refer to it:</p>
      <ul className="list-disc pl-5">
        {blockedBy.map(({ href, plural, count }) => (
          <li key={href}>
            {count} in <Link href={href}>{plural}</Link>
          </li>
        ))}
      </ul>
    </ErrorBox>
  );
}

/** Asks before a record is deleted. @param {{ view: View, token: string, action: Action }} props */
export function RemoveView({ view: { title, name, href }, token, action }) {
  const { state, isPending, form } = useForm(action);
  return (
    <>
      <Crumb href={href}>{title}</Crumb>
      <PageHead title={`Delete ${title}?`} />
      <ErrorSummary key={state?.attempt} problems={state?.problems ?? []} />
      {state?.blockedBy !== undefined && (
        <StillNeeded key={`${state.attempt} blocked`} name={name} blockedBy={state.blockedBy} />
      )}
      <p className="mb-4">This cannot be undone.</p>
      <form {...form}>
        <Proof token={token} />
        <Buttons>
          <SubmitButton kind="danger" isPending={isPending}>
            Delete
          </SubmitButton>
          <ButtonLink kind="quiet" href={href}>
            Keep it
          </ButtonLink>
        </Buttons>
      </form>
    </>
  );
}
