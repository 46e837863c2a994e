import { type NextRequest, NextResponse } from 'next/server';

/** Generated apps run on these; nothing else is ever framed. */
const APP_ORIGINS = 'http://*.localhost:* http://127.0.0.1:*';

function policyFor(nonce: string): string {
  const dev = process.env.NODE_ENV === 'development';
  return [
    "default-src 'none'",
    // Next's own inline scripts carry the nonce; what they load is trusted by strict-dynamic.
    `script-src 'self' 'nonce-${nonce}' 'strict-dynamic'${dev ? " 'unsafe-eval'" : ''}`,
    // Radix and the resizable panes set style attributes and one style element for the scroll lock.
    "style-src 'self' 'unsafe-inline'",
    "img-src 'self' data:",
    "font-src 'self'",
    `connect-src 'self'${dev ? ' ws:' : ''}`,
    `frame-src ${APP_ORIGINS}`,
    "manifest-src 'self'",
    "form-action 'self'",
    "base-uri 'none'",
    "frame-ancestors 'none'",
  ].join('; ');
}

/**
 * For `next dev` only, with ORCHARD_API_URL set: passes calls on to an API on another port. The page's origin is not
 * that API's, so the header that names it is left out; Sec-Fetch-Site still tells the API about calls of other sites.
 */
function toApi(request: NextRequest, apiUrl: string): NextResponse {
  const { pathname, search } = request.nextUrl;
  const headers = new Headers(request.headers);
  headers.delete('origin');
  const url = `${apiUrl.replace(/\/$/, '')}${pathname.slice('/api'.length)}${search}`;
  return NextResponse.rewrite(url, { request: { headers } });
}

/** Gives every page its Content-Security-Policy. It decides nothing about who may do what. */
export function proxy(request: NextRequest): NextResponse {
  const apiUrl = process.env.ORCHARD_API_URL;
  if (apiUrl !== undefined && request.nextUrl.pathname.startsWith('/api/')) return toApi(request, apiUrl);
  const nonce = btoa(crypto.randomUUID());
  const policy = policyFor(nonce);
  const headers = new Headers(request.headers);
  headers.set('x-nonce', nonce);
  // Next reads the nonce for its scripts from the request's policy.
  headers.set('content-security-policy', policy);
  const response = NextResponse.next({ request: { headers } });
  response.headers.set('content-security-policy', policy);
  return response;
}

export const config = { matcher: ['/((?!_next/static|icon.svg).*)'] };
