import { createHash } from 'node:crypto';
import { themeCss } from '../../../lib/theme.js';
import { kept } from '../../../site/application.js';
import { secureData } from '../../../site/security.js';

/** The design tokens of the model, as CSS variables. @param {Request} request */
export async function GET(request) {
  const { model, config } = kept().app.parts;
  const body = themeCss(model.theme);
  const etag = `"${createHash('sha256').update(body).digest('base64url').slice(0, 22)}"`;
  const headers = new Headers({
    'content-type': 'text/css; charset=utf-8',
    'cache-control': 'no-cache',
    etag,
  });
  // A page in a sandboxed frame has an origin of its own and still needs the styles.
  secureData(headers, config.frameAncestors, 'cross-origin');
  return request.headers.get('if-none-match') === etag
    ? new Response(null, { status: 304, headers })
    : new Response(body, { headers });
}
