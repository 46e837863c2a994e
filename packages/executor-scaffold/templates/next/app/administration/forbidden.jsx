import { Message } from '../../components/message.jsx';

/** @type {import('next').Metadata} */
export const metadata = { title: 'Not allowed' };

/** Shown to whoever is signed in and no administrator. */
export default function Forbidden() {
  return <Message title="Not allowed">This page is for administrators.</Message>;
}
