import { OrchardError } from '@orchard-studio/core';

/**
 * Refuses requests that a page of another site makes with a visitor's browser: state changes, and streams, which a
 * page can open without a preflight. Programs other than browsers send neither header and pass.
 *
 * @param trusted - origins besides the server's own, such as `https://app.example`.
 * @throws ORIGIN_REFUSED
 */
export function checkOrigin(request: Request, trusted: ReadonlySet<string>): void {
  const origin = request.headers.get('origin');
  const own = new URL(request.url).host;
  if (origin !== null) {
    const allowed = trusted.has(origin) || (URL.canParse(origin) && new URL(origin).host === own);
    if (!allowed) throw new OrchardError('ORIGIN_REFUSED', 'This request comes from another site.');
    return;
  }
  const site = request.headers.get('sec-fetch-site');
  if (site !== null && site !== 'same-origin' && site !== 'none') {
    throw new OrchardError('ORIGIN_REFUSED', 'This request comes from another site.');
  }
}
