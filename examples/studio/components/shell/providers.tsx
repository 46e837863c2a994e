'use client';

import { createClient } from '@orchard-studio/client';
import { OrchardProvider } from '@orchard-studio/client/react';
import type { ReactNode } from 'react';

/** The API stands on the page's own origin. */
const client = createClient({ baseUrl: '/api' });

export function Providers({ children }: { readonly children: ReactNode }) {
  return <OrchardProvider client={client}>{children}</OrchardProvider>;
}
