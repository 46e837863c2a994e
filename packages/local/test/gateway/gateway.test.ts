import { once } from 'node:events';
import { createServer, type IncomingMessage, request, type Server, type ServerResponse } from 'node:http';
import { connect } from 'node:net';
import { HOSTILE_TEXTS } from '@orchard-studio/testing';
import { expect, onTestFinished, test } from 'vitest';
import { createGateway, type GatewayOptions } from '../../src/gateway/gateway.ts';

const portOf = (server: Server): number => {
  const address = server.address();
  if (typeof address !== 'object' || address === null) throw new Error('not listening');
  return address.port;
};

async function listening(server: Server): Promise<number> {
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  return portOf(server);
}

async function scene(
  app: Server,
  route?: GatewayOptions['route'],
): Promise<{ port: number; appPort: number }> {
  const appPort = await listening(app);
  const gateway = createGateway({
    route:
      route ??
      (({ slug, environment }) =>
        slug === 'shop' && environment === 'staging' ? { port: appPort } : undefined),
  });
  const front = createServer((req, res) => gateway.handle(req, res));
  front.on('upgrade', (req, socket, head) => gateway.upgrade(req, socket, head));
  return { port: await listening(front), appPort };
}

interface Reply {
  readonly status: number | undefined;
  readonly headers: IncomingMessage['headers'];
  readonly body: string;
}

async function read(response: IncomingMessage): Promise<string> {
  let body = '';
  for await (const chunk of response.setEncoding('utf8')) body += chunk;
  return body;
}

async function ask(
  port: number,
  host: string,
  more: { method?: string; headers?: Record<string, string>; body?: string } = {},
): Promise<Reply> {
  const sent = request({
    host: '127.0.0.1',
    port,
    path: '/a?b=%20',
    method: more.method ?? 'GET',
    headers: { ...more.headers, host },
  });
  sent.end(more.body);
  const [response]: IncomingMessage[] = await once(sent, 'response');
  if (response === undefined) throw new Error('no response');
  return { status: response.statusCode, headers: response.headers, body: await read(response) };
}

const echo = async (req: IncomingMessage, res: ServerResponse): Promise<void> => {
  const body = await read(req);
  res.setHeader('set-cookie', ['a=1', 'b=2']);
  res.end(JSON.stringify({ method: req.method, url: req.url, headers: req.headers, body }));
};

test('only names below localhost are its own', () => {
  const { matches } = createGateway({ route: () => undefined });
  for (const host of [
    'staging.shop.localhost:3000',
    'SHOP.localhost',
    'a.b.c.localhost',
    'shop.localhost.:80',
  ])
    expect(matches(host), host).toBe(true);
  for (const host of [
    'localhost',
    'localhost:3000',
    '127.0.0.1:3000',
    '[::1]:3000',
    'shop.localhost.evil.example',
    '',
    'x@shop.localhost',
    'a b.localhost',
    '/.localhost',
    ...HOSTILE_TEXTS,
  ]) {
    expect(matches(host), host).toBe(false);
  }
});

test('a request reaches the app as it was sent, with true x-forwarded headers', async () => {
  const { port } = await scene(createServer(echo));
  const host = `staging.shop.localhost:${port}`;
  const { status, headers, body } = await ask(port, host, {
    method: 'POST',
    body: 'x'.repeat(300_000),
    headers: {
      'x-forwarded-for': '8.8.8.8',
      'x-forwarded-host': 'evil.example',
      forwarded: 'for=1',
      te: 'trailers',
      connection: 'keep-alive, x-secret',
      'x-secret': '1',
      cookie: 'k=v',
    },
  });
  expect(status).toBe(200);
  expect(headers['set-cookie']).toEqual(['a=1', 'b=2']);
  const seen = JSON.parse(body);
  expect(seen).toMatchObject({
    method: 'POST',
    url: '/a?b=%20',
    headers: { host, cookie: 'k=v', 'x-forwarded-host': host, 'x-forwarded-proto': 'http' },
  });
  expect(seen.body).toHaveLength(300_000);
  expect(seen.headers['x-forwarded-for']).toMatch(/127\.0\.0\.1$/);
  for (const name of ['forwarded', 'te', 'x-secret']) expect(seen.headers).not.toHaveProperty(name);
});

test('answers are streamed', async () => {
  const { promise: goOn, resolve } = Promise.withResolvers<void>();
  const { port } = await scene(
    createServer(async (_, res) => {
      res.writeHead(200, { 'content-type': 'text/event-stream' }).write('data: one\n\n');
      await goOn;
      res.end('data: two\n\n');
    }),
  );
  const sent = request({ host: '127.0.0.1', port, headers: { host: 'staging.shop.localhost' } }).end();
  const [response]: IncomingMessage[] = await once(sent, 'response');
  const [first]: unknown[] = await once(response ?? sent, 'data');
  expect(String(first)).toBe('data: one\n\n');
  resolve();
  const [second]: unknown[] = await once(response ?? sent, 'data');
  expect(String(second)).toBe('data: two\n\n');
});

/** A port that nobody listens on any more. */
async function deadPort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const port = portOf(server);
  server.close();
  await once(server, 'close');
  return port;
}

test('an unknown app, one that is down and one that is starting get a page', async () => {
  const dead = await deadPort();
  const routes = new Map<string, ReturnType<GatewayOptions['route']>>([
    ['down', { port: dead }],
    ['new', 'starting'],
  ]);
  const { port } = await scene(createServer(echo), ({ slug }) => routes.get(slug));
  const starting = await ask(port, 'staging.new.localhost');
  expect([starting.status, starting.body.includes('http-equiv="refresh"')]).toEqual([503, true]);
  const unknown = await ask(port, 'staging.other.localhost');
  expect([unknown.status, unknown.headers['content-type']]).toEqual([404, 'text/html; charset=utf-8']);
  expect(unknown.body).toContain('<h1>Nothing runs here</h1>');
  expect((await ask(port, 'a.b.c.localhost')).status).toBe(404);
  expect((await ask(port, '"><script>.localhost')).body).not.toContain('<script>');
  const down = await ask(port, 'down.localhost', { method: 'POST', body: 'x' });
  expect([down.status, down.body.includes('not answering')]).toEqual([502, true]);
  expect(await ask(port, 'down.localhost', { method: 'HEAD' })).toMatchObject({ status: 502, body: '' });
});

test('an app that breaks off in the middle breaks the connection, not the gateway', async () => {
  const { port } = await scene(
    createServer((_, res) =>
      res.writeHead(200, { 'content-length': '100' }).write('half', () => res.destroy()),
    ),
  );
  const sent = request({ host: '127.0.0.1', port, headers: { host: 'staging.shop.localhost' } }).end();
  const [response]: IncomingMessage[] = await once(sent, 'response');
  if (response === undefined) throw new Error('no response');
  await expect(read(response)).rejects.toThrow();
  expect((await ask(port, 'nothing.localhost')).status).toBe(404);
});

test('an upgraded connection goes both ways; one for no app is ended', async () => {
  const app = createServer();
  app.on('upgrade', (_, socket) => {
    socket.write('HTTP/1.1 101 Switching Protocols\r\nconnection: upgrade\r\nupgrade: websocket\r\n\r\n');
    socket.on('data', (data) => socket.write(`echo ${data}`));
  });
  const { port } = await scene(app);
  const open = (host: string): ReturnType<typeof connect> => {
    const socket = connect(port, '127.0.0.1');
    socket.write(`GET /live HTTP/1.1\r\nhost: ${host}\r\nconnection: Upgrade\r\nupgrade: websocket\r\n\r\n`);
    onTestFinished(() => void socket.destroy());
    return socket;
  };
  const socket = open('staging.shop.localhost');
  const [head]: unknown[] = await once(socket, 'data');
  expect(String(head)).toMatch(/^HTTP\/1\.1 101/);
  socket.write('hello');
  const [answer]: unknown[] = await once(socket, 'data');
  expect(String(answer)).toBe('echo hello');
  await once(open('other.localhost'), 'close');
});
