import { Message } from '../../../components/message.jsx';

/** @type {import('next').Metadata} */
export const metadata = { title: 'Not found' };

/** An invitation that was used, or is too old. */
export default function NotFound() {
  return (
    <Message title="Not found">
      This invitation is not valid any more. Ask an administrator for a new link.
    </Message>
  );
}
