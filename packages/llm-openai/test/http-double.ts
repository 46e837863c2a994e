import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { type ModelScript, type ReceivedRequest, wholeScript } from '@orchard-studio/testing';

/** A request as it came. */
export interface RawRequest {
  readonly method: string;
  readonly path: string;
  readonly headers: IncomingMessage['headers'];
  readonly body: unknown;
}

type WholeScript = ReturnType<typeof wholeScript>;
type StatusFault = Extract<NonNullable<ModelScript['fault']>, { kind: 'status' }>;

/** One of the interfaces of OpenAI. */
export interface WireFormat {
  /** Reads a request; throws when the vendor would not take it. */
  read(request: RawRequest): Omit<ReceivedRequest, 'ended'>;
  /** The events of an answer, complete or up to where it breaks off. */
  frames(script: WholeScript, whole: boolean): readonly string[];
  /** An error in the midst of a stream. */
  errorFrame: string;
  /** What is no event of the stream. */
  nonsenseFrame: string;
  /** The body of an answer with this status. */
  errorBody(status: StatusFault['status']): string;
}

/** What the double answers: a script of the kit, or the very bytes. */
type Answer =
  | ModelScript
  | {
      readonly status?: number;
      readonly headers?: Readonly<Record<string, string>>;
      readonly body: string;
      /** Leaves the connection open after the body. */
      readonly hangs?: boolean;
    };

/** A server of one of the interfaces of OpenAI. */
export interface HttpDouble {
  readonly baseURL: string;
  readonly received: readonly ReceivedRequest[];
  readonly raw: readonly RawRequest[];
  answer(...answers: readonly Answer[]): void;
  /** Throws what a request had wrong. */
  close(): Promise<void>;
}

async function textOf(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk);
  return Buffer.concat(chunks).toString('utf8');
}

/** Writes, and waits until it left: what is written together arrives together. */
const write = (response: ServerResponse, bytes: Uint8Array | string): Promise<void> =>
  new Promise((resolve) => response.write(bytes, () => resolve()));

const soon = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 10));

async function writeFrames(
  response: ServerResponse,
  frames: readonly string[],
  pieceBytes: number | undefined,
): Promise<void> {
  if (pieceBytes === undefined) {
    for (const frame of frames) await write(response, frame);
    return;
  }
  const bytes = Buffer.from(frames.join(''));
  for (let at = 0; at < bytes.length; at += pieceBytes)
    await write(response, bytes.subarray(at, at + pieceBytes));
}

async function play(response: ServerResponse, script: ModelScript, format: WireFormat): Promise<void> {
  const whole = wholeScript(script);
  const { fault, pieceBytes } = whole;
  if (fault?.kind === 'status') {
    const { status, retryAfterSeconds } = fault;
    response.writeHead(status, {
      'content-type': 'application/json',
      'x-request-id': 'req_double',
      ...(retryAfterSeconds === undefined ? {} : { 'retry-after': String(retryAfterSeconds) }),
    });
    response.end(format.errorBody(status));
    return;
  }
  response.writeHead(200, {
    'content-type': 'text/event-stream; charset=utf-8',
    'x-request-id': 'req_double',
  });
  await writeFrames(response, format.frames(whole, fault === undefined), pieceBytes);
  if (fault?.kind === 'silence') return;
  if (fault?.kind === 'error') await write(response, format.errorFrame);
  if (fault?.kind === 'nonsense') await write(response, format.nonsenseFrame);
  if (fault?.kind !== 'cut') return void response.end();
  await soon();
  response.destroy();
}

async function answerWith(response: ServerResponse, answer: Answer, format: WireFormat): Promise<void> {
  if (!('body' in answer)) return play(response, answer, format);
  response.writeHead(answer.status ?? 200, { 'content-type': 'text/event-stream', ...answer.headers });
  await write(response, answer.body);
  if (answer.hangs !== true) response.end();
}

/** Starts a double on a free port of this machine. */
export async function startDouble(format: WireFormat): Promise<HttpDouble> {
  const received: ReceivedRequest[] = [];
  const raw: RawRequest[] = [];
  const problems: unknown[] = [];
  const answers: Answer[] = [];
  const server = createServer(async (request, response) => {
    try {
      const { method = '', url = '', headers } = request;
      const asked = { method, path: url, headers, body: JSON.parse(await textOf(request)) };
      raw.push(asked);
      const { promise: ended, resolve } = Promise.withResolvers<void>();
      response.on('close', resolve);
      received.push({ ...format.read(asked), ended });
      await answerWith(response, (answers.length > 1 ? answers.shift() : answers[0]) ?? {}, format);
    } catch (problem) {
      problems.push(problem);
      // Seen in the model's error too, which is often what a test fails with.
      response.writeHead(400).end(JSON.stringify({ error: { message: `The double: ${String(problem)}` } }));
    }
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  if (typeof address !== 'object' || address === null) throw new Error('The double has no port.');
  return {
    baseURL: `http://127.0.0.1:${address.port}/v1`,
    received,
    raw,
    answer: (...more) => void answers.splice(0, answers.length, ...more),
    close: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
      if (problems.length > 0) throw problems[0];
    },
  };
}
