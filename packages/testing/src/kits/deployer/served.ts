import type { Deployment } from '@orchard-studio/core';
import { settled } from '../../kit/expect.ts';

/** What a deployment serves at `/`; undefined when nobody answers, or not with 200. */
export async function served({ url, directUrl }: Deployment): Promise<string | undefined> {
  // The direct address needs no name that a test machine may not resolve.
  const answer = await settled(fetch(new URL('/', directUrl ?? url), { headers: { connection: 'close' } }));
  if (answer.status === 'rejected') return undefined;
  const body = await answer.value.text();
  return answer.value.ok ? body : undefined;
}
