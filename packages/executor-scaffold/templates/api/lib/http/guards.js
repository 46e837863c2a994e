import { createHmac, timingSafeEqual } from 'node:crypto';
import { HttpProblem } from './problem.js';

/**
 * @import { Config } from '../config.js'
 */

const HOUR_MS = 3_600_000;
const VALID_HOURS = 24;

/** @param {string} host */
const isLoopbackName = (host) =>
  host === 'localhost' || host.endsWith('.localhost') || host === '127.0.0.1' || host === '[::1]';

/** The host name of a request, without its port. @param {Headers} headers */
export const hostName = (headers) => (headers.get('host') ?? '').toLowerCase().replace(/:\d*$/, '');

/** @param {Headers} headers */
export const isForLoopback = (headers) => isLoopbackName(hostName(headers));

/**
 * On this machine only loopback names are served, besides those that are allowed: a page of the Internet whose name was
 * pointed at 127.0.0.1 gets nothing. Elsewhere every name is, until some are allowed.
 *
 * @param {Headers} headers
 * @param {Config} config
 */
export function checkHost(headers, config) {
  const { loopbackOnly, allowedHosts } = config;
  if (!loopbackOnly && allowedHosts.size === 0) return;
  if (isForLoopback(headers) || allowedHosts.has(hostName(headers))) return;
  throw new HttpProblem(403, 'This app does not answer to that host name.');
}

/**
 * Whether people reach the app by https: as `PUBLIC_URL` says, or the nearest proxy when it is trusted.
 *
 * @param {Headers} headers
 * @param {Config} config
 */
export function isHttps(headers, config) {
  if (config.secureCookies || !config.trustProxy) return config.secureCookies;
  return headers.get('x-forwarded-proto')?.split(',').at(-1)?.trim().toLowerCase() === 'https';
}

/** Whether two texts are the same, in a time that does not tell where they differ. @param {string} a @param {string} b */
export function isSame(a, b) {
  const left = Buffer.from(a);
  const right = Buffer.from(b);
  return left.length === right.length && timingSafeEqual(left, right);
}

/**
 * Proof that a form came from a page of this app, for pages that a sandboxed frame shows: those have no origin to
 * tell them by. A proof holds for one session only.
 *
 * @param {Buffer} secret
 */
export function formTokens(secret) {
  /** @param {number} hour @param {string} session */
  const sign = (hour, session) =>
    createHmac('sha256', secret).update(`${hour} ${session}`).digest('base64url');
  const hourNow = () => Math.floor(Date.now() / HOUR_MS);
  return {
    /** @param {string} session id of the session, empty for none */
    issue: (session) => `${hourNow()}.${sign(hourNow(), session)}`,
    /** @param {string} token @param {string} session */
    accepts: (token, session) => {
      const [hour = '', signature = ''] = token.split('.');
      const age = hourNow() - Number(hour);
      if (!/^\d{1,9}$/.test(hour) || age < 0 || age > VALID_HOURS) return false;
      return isSame(signature, sign(Number(hour), session));
    },
  };
}

/**
 * Where a request that changes something comes from.
 *
 * @param {Headers} headers
 * @returns {'here' | 'nowhere' | 'elsewhere'} nowhere: a page without an origin
 */
export function sourceOf(headers) {
  const origin = headers.get('origin');
  const site = headers.get('sec-fetch-site');
  if (site === 'same-origin' || site === 'none') return 'here';
  if (origin === 'null') return 'nowhere';
  // Neither header: no browser, so nobody's browser can have been tricked.
  if (origin === null) return site === null ? 'here' : 'elsewhere';
  const matches = URL.canParse(origin) && new URL(origin).host === headers.get('host');
  return site === null && matches ? 'here' : 'elsewhere';
}

/**
 * Whether the token of a form may stand for the origin that a sandboxed frame does not have. Of whoever is not signed
 * in, everybody can get a token: that is for the preview on this machine, else another site could sign people in as
 * somebody they are not.
 *
 * @param {Headers} headers
 * @param {{ signedIn: boolean, enforced: boolean }} visitor `enforced`: whether there is any sign-in
 */
export const mayProve = (headers, { signedIn, enforced }) => signedIn || !enforced || isForLoopback(headers);

/** @returns {never} */
export function refuseForeign() {
  throw new HttpProblem(403, 'This request came from another site. Open the app itself and try again.');
}
