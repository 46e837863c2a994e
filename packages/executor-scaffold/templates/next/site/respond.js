import { seeOther } from '../lib/http/responses.js';
import { AccessDenied } from '../lib/records.js';
import { kept } from './application.js';
import { secureData } from './security.js';

/**
 * @import { Call } from '../lib/http/call.js'
 */

/** Answers with what is no page. @param {Request} request @param {(client: string) => Promise<Response>} answer */
export async function respond(request, answer) {
  const response = await answer(request.headers.get('x-client-address') ?? '');
  secureData(response.headers, kept().app.parts.config.frameAncestors);
  return response;
}

/** Answers a request of somebody known. People who are not signed in are sent to sign in, programs are told. @param {Request} request @param {(call: Call) => Promise<Response>} answer */
export const respondTo = (request, answer) =>
  respond(request, async (client) => {
    const { app } = kept();
    try {
      return await answer(await app.open(request, client));
    } catch (error) {
      const isPage = (request.headers.get('accept') ?? '').includes('text/html');
      if (!(error instanceof AccessDenied) || error.signedIn || !isPage) return app.problemResponse(error);
      const { pathname, search } = new URL(request.url);
      return seeOther(`/sign-in?next=${encodeURIComponent(`${pathname}${search}`)}`);
    }
  });
