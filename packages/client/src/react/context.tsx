import { OrchardError } from '@orchard-studio/core';
import { createContext, type ReactNode, useContext } from 'react';
import type { OrchardClient } from '../client.ts';

const OrchardContext = createContext<OrchardClient | undefined>(undefined);

export interface OrchardProviderProps {
  /** Make it once, outside of render: a new client makes every hook load anew. */
  readonly client: OrchardClient;
  readonly children: ReactNode;
}

/**
 * Gives the hooks below it their client.
 *
 * @example
 * const client = createClient({ baseUrl: '/api' });
 * <OrchardProvider client={client}><App /></OrchardProvider>
 */
export function OrchardProvider({ client, children }: OrchardProviderProps): ReactNode {
  return <OrchardContext value={client}>{children}</OrchardContext>;
}

/** The client of the nearest OrchardProvider. @throws CONFIG_INVALID without one. */
export function useOrchard(): OrchardClient {
  const client = useContext(OrchardContext);
  if (client === undefined) {
    throw new OrchardError('CONFIG_INVALID', 'This hook needs an <OrchardProvider> above it.');
  }
  return client;
}
