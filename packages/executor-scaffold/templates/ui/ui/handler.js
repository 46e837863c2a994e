import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { HttpProblem } from '../lib/http/problem.js';
import { noContent, seeOther } from '../lib/http/responses.js';
import { AccessDenied } from '../lib/records.js';
import { themeCss } from '../lib/theme.js';
import { Pages } from './pages.js';

/**
 * @import { Application } from '../lib/application.js'
 * @import { Call } from '../lib/http/call.js'
 * @import { Frame } from './layout.js'
 */

/** @param {string} body @returns {(request: Request) => Response} */
function stylesheet(body) {
  const etag = `"${createHash('sha256').update(body).digest('base64url').slice(0, 22)}"`;
  const headers = {
    'content-type': 'text/css; charset=utf-8',
    'cache-control': 'no-cache',
    etag,
    // A page in a sandboxed frame has an origin of its own and still needs the styles.
    'cross-origin-resource-policy': 'cross-origin',
  };
  return (request) =>
    request.headers.get('if-none-match') === etag
      ? new Response(null, { status: 304, headers })
      : new Response(body, { headers });
}

/** @param {Request} request */
const isReading = ({ method }) => method === 'GET' || method === 'HEAD';

/** @param {Headers} headers @param {string} frameAncestors */
function secure(headers, frameAncestors) {
  headers.set(
    'content-security-policy',
    `default-src 'none'; style-src 'self'; img-src 'self' data:; form-action 'self'; base-uri 'none'; frame-ancestors ${frameAncestors}`,
  );
  headers.set('x-content-type-options', 'nosniff');
  headers.set('referrer-policy', 'same-origin');
  if (!headers.has('cross-origin-resource-policy'))
    headers.set('cross-origin-resource-policy', 'same-origin');
}

/** What stands around a page when nobody could be asked who it is for. @param {Application} app @returns {Frame} */
const bareFrame = ({ parts: { model } }) => ({
  token: '',
  shell: {
    app: model.name,
    navigation: [],
    access: { enforced: model.access.enforced, account: null, isAdministrator: false },
    gaps: model.gaps.length,
  },
});

/**
 * Everything the app answers.
 *
 * @param {Application} app
 * @returns {(request: Request, client: string) => Promise<Response>} `client`: address of who asks
 */
export function createHandler(app) {
  const { config } = app.parts;
  const pages = new Pages(app);
  const styles = readFileSync(new URL('../public/styles.css', import.meta.url), 'utf8');
  const assets = new Map([
    ['/assets/styles.css', stylesheet(styles)],
    ['/assets/theme.css', stylesheet(themeCss(app.parts.model.theme))],
  ]);

  /** @param {Request} request @param {unknown} error @param {Call | undefined} call @returns {Response} */
  function explain(request, error, call) {
    const { pathname, search } = new URL(request.url);
    const isPage =
      (request.headers.get('accept') ?? '').includes('text/html') && !pathname.startsWith('/api/');
    if (!isPage) return app.problemResponse(error);
    if (error instanceof AccessDenied && !error.signedIn) {
      const back = request.method === 'GET' ? `${pathname}${search}` : '/';
      return seeOther(`/sign-in?next=${encodeURIComponent(back)}`);
    }
    return pages.problem(call, app.problem(error), bareFrame(app));
  }

  /** @param {Request} request @param {string} client @returns {Promise<Response>} */
  async function answer(request, client) {
    /** @type {Call | undefined} */
    let call;
    try {
      const { pathname } = new URL(request.url);
      const asset = assets.get(pathname);
      if (asset !== undefined && isReading(request)) return asset(request);
      call = await app.open(request, client);
      const [first, second] = call.segments;
      if (first === 'api') return await app.api(call);
      if (request.method === 'OPTIONS') return noContent({ allow: 'GET, HEAD, POST' });
      const isHealth = first === 'healthz' && second === undefined;
      if ((isHealth || asset !== undefined) && !isReading(request))
        throw new HttpProblem(405, 'This can only be read.', { headers: { allow: 'GET, HEAD' } });
      return isHealth ? await app.health() : await pages.answer(call);
    } catch (error) {
      return explain(request, error, call);
    }
  }

  return async (request, client) => {
    const response = await answer(request, client);
    secure(response.headers, config.frameAncestors);
    return response;
  };
}
