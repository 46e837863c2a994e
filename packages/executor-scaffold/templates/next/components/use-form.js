'use client';

import { useActionState, useEffect } from 'react';

/**
 * A form that a server action answers; without scripts the browser sends it by itself. While an answer is awaited the
 * form is not sent again, and a page whose form came back says so in its title.
 *
 * @template {{ readonly problems: readonly unknown[] }} State
 * @param {(before: State | null, data: FormData) => Promise<State>} action
 */
export function useForm(action) {
  /** @type {[State | null, (data: FormData) => void, boolean]} */
  const [state, submit, isPending] = useActionState(action, null);
  const hasProblems = (state?.problems ?? []).length > 0;
  useEffect(() => {
    if (hasProblems && !document.title.startsWith('Error: ')) document.title = `Error: ${document.title}`;
  }, [hasProblems]);
  /** @param {import('react').SyntheticEvent} event */
  const onSubmit = (event) => {
    if (isPending) event.preventDefault();
  };
  return { state, isPending, form: { action: submit, onSubmit } };
}
