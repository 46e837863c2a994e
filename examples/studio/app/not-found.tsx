import type { Metadata } from 'next';
import Link from 'next/link';
import { MessagePage } from '@/components/shell/message-page';
import { buttonStyle } from '@/components/ui/button';

export const metadata: Metadata = { title: 'Page not found' };

export default function NotFound() {
  return (
    <MessagePage title="This branch bears no fruit" text="There is no page at this address.">
      <Link href="/" className={buttonStyle()}>
        All projects
      </Link>
    </MessagePage>
  );
}
