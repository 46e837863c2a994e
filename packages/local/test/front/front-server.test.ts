import { expect, it, onTestFinished } from 'vitest';
import { createFrontServer, type RequestHandler } from '../../src/front/front-server.ts';
import { closeServer, listen } from '../../src/front/listen.ts';

it('sends each path to whom it belongs', async () => {
  const answer =
    (text: string): RequestHandler =>
    (_request, response) =>
      response.end(text);
  let port = 0;
  const server = createFrontServer({
    port: () => port,
    gateway: { matches: () => false, handle: () => {}, upgrade: () => {} },
    api: answer('api'),
    ui: answer('ui'),
  });
  port = await listen(server, { host: '127.0.0.1', port: 0 });
  onTestFinished(() => closeServer(server, 10));
  const ask = async (path: string): Promise<string> =>
    (await fetch(`http://127.0.0.1:${port}${path}`, { headers: { connection: 'close' } })).text();
  for (const path of ['/api', '/api/projects', '/api?x', '/healthz', '/healthz?x=1'])
    expect(await ask(path), path).toBe('api');
  for (const path of ['/', '/apiary', '/healthz/x', '//api/projects'])
    expect(await ask(path), path).toBe('ui');
});
