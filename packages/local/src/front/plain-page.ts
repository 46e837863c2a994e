import type { RequestHandler } from './front-server.ts';

const PAGE = `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>Orchard</title>
<style>:root{color-scheme:light dark;font:1rem/1.6 system-ui}body{max-width:34rem;margin:20vh auto;padding:0 1.5rem}</style>
<h1>Orchard is running</h1>
<p>This server was started without a studio. Its API lives below <code>/api</code>; <code>orchard chat</code> talks to it from a terminal.</p>
</html>`;

/** What a server without a studio shows. */
export const plainPage: RequestHandler = (request, response) => {
  const found = request.url === '/' && request.method === 'GET';
  response.writeHead(found ? 200 : 404, {
    'content-type': 'text/html; charset=utf-8',
    'content-security-policy': "default-src 'none'; style-src 'unsafe-inline'",
  });
  response.end(found ? PAGE : '<!doctype html><title>Not found</title><p>Not found.');
};
