import { join } from 'node:path';

const LOOPBACK = new Set(['127.0.0.1', '::1', 'localhost']);

/**
 * @typedef {object} Config
 * @property {number} port
 * @property {string} host
 * @property {{ url?: string, file: string }} database a PostgreSQL address, else a file of SQLite
 * @property {string} dataDirectory
 * @property {boolean} loopbackOnly
 * @property {ReadonlySet<string>} allowedHosts names besides the loopback ones; none: all names when `host` is public, else loopback names only
 * @property {string} frameAncestors
 * @property {boolean} secureCookies
 * @property {boolean} trustProxy whether what a proxy says of a request counts
 * @property {string} timeZone in which dates with a time are typed and shown
 * @property {string | undefined} setupCode what the first account must know
 */

/** @param {string | undefined} list */
const words = (list) => (list ?? '').split(/[\s,]+/).filter((word) => /^[\w.:*/[\]-]+$/.test(word));

/** @param {string | undefined} text */
function portOf(text) {
  const port = Number(text ?? '3000');
  if (!Number.isInteger(port) || port < 0 || port > 65_535) throw new Error('PORT must be a port number.');
  return port;
}

/** @param {string | undefined} url */
function databaseUrl(url) {
  if (url === undefined || url === '') return undefined;
  // The address may hold a password, so it is not repeated.
  if (!/^postgres(?:ql)?:\/\//.test(url)) throw new Error('DATABASE_URL must begin with postgres://.');
  return url;
}

/** @param {string | undefined} name */
function timeZoneOf(name) {
  try {
    return new Intl.DateTimeFormat('en', { timeZone: name || 'UTC' }).resolvedOptions().timeZone;
  } catch {
    throw new Error('TIME_ZONE must be the name of a time zone, like Europe/Berlin.');
  }
}

/**
 * The environment is the only configuration. Where to listen: PORT, HOST. Where data is kept: DATABASE_URL
 * (PostgreSQL), else DATA_DIR (SQLite). Where needed: ALLOWED_HOSTS (the only host names the app answers to, besides
 * loopback names), FRAME_ANCESTORS (sites that may show it in a frame), PUBLIC_URL (https: cookies are for secure connections
 * only), TIME_ZONE (UTC), TRUST_PROXY=1 (the last address of
 * X-Forwarded-For is the client's, and X-Forwarded-Proto says whether it is https), SETUP_CODE (what whoever makes the first account must know).
 *
 * @param {Readonly<Record<string, string | undefined>>} env
 * @returns {Config}
 */
export function readConfig(env) {
  const host = env.HOST ?? '127.0.0.1';
  const dataDirectory = env.DATA_DIR ?? 'data';
  const url = databaseUrl(env.DATABASE_URL);
  const allowedHosts = words(env.ALLOWED_HOSTS).map((name) => name.toLowerCase());
  return {
    port: portOf(env.PORT),
    host,
    dataDirectory,
    database: { file: join(dataDirectory, 'app.db'), ...(url === undefined ? {} : { url }) },
    loopbackOnly: LOOPBACK.has(host),
    allowedHosts: new Set(allowedHosts),
    // A preview runs on this machine; nothing else may frame the app unless the host says so.
    frameAncestors: [
      "'self'",
      'http://127.0.0.1:*',
      'http://localhost:*',
      'http://*.localhost:*',
      ...words(env.FRAME_ANCESTORS),
    ].join(' '),
    secureCookies: (env.PUBLIC_URL ?? '').startsWith('https://'),
    trustProxy: env.TRUST_PROXY === '1',
    timeZone: timeZoneOf(env.TIME_ZONE),
    setupCode: env.SETUP_CODE === '' ? undefined : env.SETUP_CODE,
  };
}
