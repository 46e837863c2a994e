'use client';

import { useEffect, useRef } from 'react';

/** @param {{ title: string, children: import('react').ReactNode }} props */
export function ErrorBox({ title, children }) {
  /** @type {import('react').RefObject<HTMLDivElement | null>} */
  const box = useRef(null);
  // What is new on the page is where the reader goes on.
  useEffect(() => box.current?.focus(), []);
  return (
    <div
      ref={box}
      role="alert"
      tabIndex={-1}
      className="mb-5 rounded-control border border-l-[5px] border-problem bg-problem-soft px-4.5 py-3"
    >
      <h2 className="mb-1.5">{title}</h2>
      {children}
    </div>
  );
}

/**
 * What is wrong with a form, with links to the controls. Give it the attempt as its key: then it is focused each time.
 *
 * @param {{ problems: readonly { readonly id: string | null, readonly message: string }[] }} props
 */
export function ErrorSummary({ problems }) {
  if (problems.length === 0) return null;
  return (
    <ErrorBox title={`${problems.length === 1 ? 'One thing needs' : 'Some things need'} your attention`}>
      <ul className="list-disc pl-5">
        {problems.map(({ id, message }) => (
          <li key={`${id} ${message}`}>{id === null ? message : <a href={`#${id}`}>{message}</a>}</li>
        ))}
      </ul>
    </ErrorBox>
  );
}
