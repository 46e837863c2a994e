import { randomBytes } from 'node:crypto';
import { NextResponse } from 'next/server';
import { checkHost } from './lib/http/guards.js';
import { problemJson } from './lib/http/problem.js';
import { kept } from './site/application.js';
import { securePage } from './site/security.js';

/**
 * What every page goes through: the host it was asked at, and the headers that guard it. Next takes the nonce for its
 * own scripts from the request's policy.
 *
 * @param {import('next/server').NextRequest} request
 */
export function proxy(request) {
  const { app } = kept();
  const { config } = app.parts;
  try {
    checkHost(request.headers, config);
  } catch (error) {
    return problemJson(app.problem(error));
  }
  const headers = new Headers(request.headers);
  const { pathname, search } = request.nextUrl;
  headers.set('x-address', `${pathname}${search}`);
  securePage(headers, config.frameAncestors, randomBytes(16).toString('base64'));
  const response = NextResponse.next({ request: { headers } });
  for (const name of [
    'content-security-policy',
    'x-content-type-options',
    'referrer-policy',
    'cross-origin-resource-policy',
  ])
    response.headers.set(name, headers.get(name) ?? '');
  return response;
}

/** What is no page guards itself. */
export const config = {
  matcher: '/((?!_next/static/|api$|api/|files/|assets/theme\\.css$|healthz$).*)',
};
