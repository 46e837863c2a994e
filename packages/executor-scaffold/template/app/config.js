const LOOPBACK = new Set(['127.0.0.1', '::1', 'localhost']);

/**
 * @typedef {object} Config
 * @property {number} port
 * @property {string} host
 * @property {string} dataDirectory
 * @property {ReadonlySet<string>} allowedHosts names besides the loopback ones; unused when `host` is public
 * @property {boolean} loopbackOnly
 * @property {string} frameAncestors
 */

/** @param {string | undefined} list */
const words = (list) => (list ?? '').split(/[\s,]+/).filter((word) => /^[\w.:*/[\]-]+$/.test(word));

/**
 * The environment is the only configuration: PORT, HOST, DATA_DIR, and where needed ALLOWED_HOSTS (host names the app
 * answers to besides loopback names) and FRAME_ANCESTORS (sites that may show it in a frame).
 *
 * @param {Readonly<Record<string, string | undefined>>} env
 * @returns {Config}
 */
export function readConfig(env) {
  const port = Number(env.PORT ?? '3000');
  if (!Number.isInteger(port) || port < 0 || port > 65_535) throw new Error('PORT must be a port number.');
  const host = env.HOST ?? '127.0.0.1';
  return {
    port,
    host,
    dataDirectory: env.DATA_DIR ?? 'data',
    loopbackOnly: LOOPBACK.has(host),
    allowedHosts: new Set(words(env.ALLOWED_HOSTS).map((name) => name.toLowerCase())),
    // A preview runs on this machine; nothing else may frame the app unless the host says so.
    frameAncestors: [
      "'self'",
      'http://127.0.0.1:*',
      'http://localhost:*',
      'http://*.localhost:*',
      ...words(env.FRAME_ANCESTORS),
    ].join(' '),
  };
}
