'use client';

import { useActionState, useEffect, useState } from 'react';
import { oversizeIn } from './oversize.js';

/**
 * @typedef {import('./oversize.js').Oversize} Oversize
 */

/**
 * A form that a server action answers; without scripts the browser sends it by itself. While an answer is awaited the
 * form is not sent again, and a page whose form came back says so in its title. What is too large is not sent at all:
 * `oversize` says why, a new object each time.
 *
 * @template {{ readonly problems: readonly unknown[] }} State
 * @param {(before: State | null, data: FormData) => Promise<State>} action
 */
export function useForm(action) {
  /** @type {[State | null, (data: FormData) => void, boolean]} */
  const [state, submit, isPending] = useActionState(action, null);
  const [oversize, setOversize] = useState(/** @type {Oversize | null} */ (null));
  const hasProblems = oversize !== null || (state?.problems ?? []).length > 0;
  useEffect(() => {
    if (hasProblems && !document.title.startsWith('Error: ')) document.title = `Error: ${document.title}`;
  }, [hasProblems]);
  /** @param {import('react').SyntheticEvent<HTMLFormElement>} event */
  const onSubmit = (event) => {
    const found = oversizeIn(event.currentTarget);
    setOversize(found);
    if (isPending || found !== null) event.preventDefault();
  };
  return { state, isPending, oversize, form: { action: submit, onSubmit } };
}
