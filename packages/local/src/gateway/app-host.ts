import type { EnvironmentName } from '@orchard-studio/core';

/** Which app a host name means. */
export interface AppHost {
  readonly slug: string;
  readonly environment: EnvironmentName;
}

const HOST = /^(?:(staging|production)\.)?([a-z0-9](?:[a-z0-9-]{0,38}[a-z0-9])?)\.localhost$/;

/** The name in a Host header: lower case, without port and without a final dot. */
const nameIn = (host: string): string =>
  host
    .toLowerCase()
    .replace(/:\d{1,5}$/, '')
    .replace(/\.$/, '');

/** True for every name below `localhost`, known or not: none of them is the studio. */
export const isAppHost = (host: string): boolean => /^[^\s/@\\]+\.localhost$/.test(nameIn(host));

/**
 * Reads `staging.<slug>.localhost` and `<slug>.localhost` (production), with or without a port.
 *
 * @returns undefined when the name has another form.
 */
export function parseAppHost(host: string): AppHost | undefined {
  const [, environment = 'production', slug] = HOST.exec(nameIn(host)) ?? [];
  if (slug === undefined) return undefined;
  return { slug, environment: environment === 'staging' ? 'staging' : 'production' };
}
