/**
 * @import { ServerResponse } from 'node:http'
 */

/**
 * @param {Headers} headers
 * @param {{ policy: string, resources?: 'same-origin' | 'cross-origin' }} options `policy`: what stands in the Content-Security-Policy besides who may frame it
 * @param {string} frameAncestors
 */
function secure(headers, { policy, resources = 'same-origin' }, frameAncestors) {
  headers.set('content-security-policy', `${policy}; frame-ancestors ${frameAncestors}`);
  headers.set('x-content-type-options', 'nosniff');
  headers.set('referrer-policy', 'same-origin');
  headers.set('cross-origin-resource-policy', resources);
}

/** What is no page: JSON, files, styles. @param {Headers} headers @param {string} frameAncestors @param {'same-origin' | 'cross-origin'} [resources] */
export const secureData = (headers, frameAncestors, resources = 'same-origin') =>
  secure(headers, { policy: "default-src 'none'; base-uri 'none'", resources }, frameAncestors);

/** What is answered without a word of ours, such as Next's own redirects. @param {ServerResponse} outgoing @param {string} frameAncestors */
export function secureRest(outgoing, frameAncestors) {
  const headers = new Headers();
  secureData(headers, frameAncestors);
  outgoing.writeHead = new Proxy(outgoing.writeHead, {
    apply: (writeHead, self, words) => {
      for (const [name, value] of headers) if (!outgoing.hasHeader(name)) outgoing.setHeader(name, value);
      return Reflect.apply(writeHead, self, words);
    },
  });
}

/** A page, and the one value its own scripts are known by. @param {Headers} headers @param {string} frameAncestors @param {string} nonce */
export function securePage(headers, frameAncestors, nonce) {
  // In development, tools put styles and compiled code into the page.
  const [styles, scripts] =
    process.env.NODE_ENV === 'development' ? [" 'unsafe-inline'", " 'unsafe-eval'"] : ['', ''];
  const policy = [
    "default-src 'none'",
    `script-src 'self' 'nonce-${nonce}'${scripts}`,
    `style-src 'self'${styles}`,
    "img-src 'self' data:",
    "font-src 'self'",
    "connect-src 'self'",
    "form-action 'self'",
    "base-uri 'none'",
  ].join('; ');
  secure(headers, { policy }, frameAncestors);
}
