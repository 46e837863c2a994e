import { createHmac, timingSafeEqual } from 'node:crypto';
import { HttpProblem } from './responses.js';

/**
 * @import { IncomingMessage } from 'node:http'
 * @import { Config } from '../config.js'
 */

const HOUR_MS = 3_600_000;
const VALID_HOURS = 24;

/** @param {string} host */
const isLoopbackName = (host) =>
  host === 'localhost' || host.endsWith('.localhost') || host === '127.0.0.1' || host === '[::1]';

/**
 * On this machine only loopback names are served: a page of the Internet whose name was pointed at 127.0.0.1 gets
 * nothing.
 *
 * @param {IncomingMessage} request
 * @param {Config} config
 */
export function checkHost(request, config) {
  if (!config.loopbackOnly) return;
  const name = (request.headers.host ?? '').toLowerCase().replace(/:\d*$/, '');
  if (isLoopbackName(name) || config.allowedHosts.has(name)) return;
  throw new HttpProblem(403, 'This app does not answer to that host name.');
}

/**
 * Proof that a form came from a page of this app, for pages that a sandboxed frame shows: those have no origin to
 * tell them by.
 *
 * @param {Buffer} secret
 */
export function formTokens(secret) {
  /** @param {number} hour */
  const sign = (hour) => createHmac('sha256', secret).update(String(hour)).digest('base64url');
  const hourNow = () => Math.floor(Date.now() / HOUR_MS);
  return {
    issue: () => `${hourNow()}.${sign(hourNow())}`,
    /** @param {string | null} token */
    accepts: (token) => {
      const [hour = '', signature = ''] = (token ?? '').split('.');
      const age = hourNow() - Number(hour);
      if (!/^\d{1,9}$/.test(hour) || age < 0 || age > VALID_HOURS) return false;
      const given = Buffer.from(signature);
      const expected = Buffer.from(sign(Number(hour)));
      return given.length === expected.length && timingSafeEqual(given, expected);
    },
  };
}

/**
 * Where a request that changes something comes from.
 *
 * @param {IncomingMessage} request
 * @returns {'here' | 'nowhere' | 'elsewhere'} nowhere: a page without an origin
 */
export function sourceOf(request) {
  const { origin, host } = request.headers;
  const site = request.headers['sec-fetch-site'];
  if (site === 'same-origin' || site === 'none') return 'here';
  if (origin === 'null') return 'nowhere';
  // Neither header: no browser, so nobody's browser can have been tricked.
  if (origin === undefined) return site === undefined ? 'here' : 'elsewhere';
  const matches = URL.canParse(origin) && new URL(origin).host === host;
  return site === undefined && matches ? 'here' : 'elsewhere';
}

/** @returns {never} */
export function refuseForeign() {
  throw new HttpProblem(403, 'This request came from another site. Open the app itself and try again.');
}
