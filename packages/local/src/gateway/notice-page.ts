import type { ServerResponse } from 'node:http';

export interface Notice {
  readonly status: number;
  readonly title: string;
  readonly text: string;
  /** Ask again by itself: for what passes. */
  readonly again: boolean;
}

const STYLE = `
:root { color-scheme: light dark; }
body { margin: 0; min-height: 100vh; display: grid; place-items: center; font: 1rem/1.5 system-ui, sans-serif;
  background: light-dark(#f6f7f5, #121614); color: light-dark(#1d2421, #e6ebe8); }
main { max-width: 28rem; padding: 2rem; text-align: center; }
h1 { font-size: 1.5rem; line-height: 1.2; margin: 0 0 .75rem; }
p { margin: 0; color: light-dark(#525c57, #a5b0aa); }`;

/** Ends a response with a small page that says what is going on. Its texts are fixed: nothing of the request is in it. */
export function sendNotice(response: ServerResponse, notice: Notice, headOnly: boolean): void {
  const body = `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
${notice.again ? '<meta http-equiv="refresh" content="2">\n' : ''}<title>${notice.title}</title>
<link rel="icon" href="data:,">
<style>${STYLE}</style>
</head>
<body><main><h1>${notice.title}</h1><p>${notice.text}</p></main></body>
</html>
`;
  response.writeHead(notice.status, {
    'content-type': 'text/html; charset=utf-8',
    'content-length': Buffer.byteLength(body),
    'content-security-policy': "default-src 'none'; style-src 'unsafe-inline'; img-src data:",
    'x-content-type-options': 'nosniff',
    'cache-control': 'no-store',
  });
  response.end(headOnly ? undefined : body);
}
