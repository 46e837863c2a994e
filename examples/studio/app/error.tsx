'use client';

import { MessagePage } from '@/components/shell/message-page';
import { Button } from '@/components/ui/button';

/** Shown when a page itself breaks; a server that does not answer has its own message in place. */
export default function ErrorPage({ reset }: { readonly error: Error; readonly reset: () => void }) {
  return (
    <MessagePage
      title="Something broke on this page"
      text="What you said and built is kept on the server. Try again, or reload the page."
    >
      <Button onClick={reset}>Try again</Button>
    </MessagePage>
  );
}
