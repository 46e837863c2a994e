import { Message } from '../components/message.jsx';

/** @type {import('next').Metadata} */
export const metadata = { title: 'Not allowed' };

/** What the access rules do not allow. */
export default function Forbidden() {
  return <Message title="Not allowed">Your account is not allowed to do that.</Message>;
}
