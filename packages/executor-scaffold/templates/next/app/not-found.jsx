import { Message } from '../components/message.jsx';

/** @type {import('next').Metadata} */
export const metadata = { title: 'Not found' };

/** An address that leads nowhere, or to what the viewer may not see. */
export default function NotFound() {
  return <Message title="Not found">There is no such page or record.</Message>;
}
