'use client';

import { Message } from '../components/message.jsx';

/** An unexpected fault of a page. @param {{ error: Error & { digest?: string } }} props */
export default function ErrorPage({ error: { digest } }) {
  return (
    <Message title="Something went wrong">
      An unexpected fault.{digest === undefined ? '' : ` It is in the log under ${digest}.`}
    </Message>
  );
}
