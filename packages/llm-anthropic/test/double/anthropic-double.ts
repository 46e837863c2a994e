import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { setTimeout as pause } from 'node:timers/promises';
import { type JsonObject, jsonObjectSchema } from '@orchard-studio/core';
import type { ModelScript, ReceivedRequest } from '@orchard-studio/testing';
import { answerOf, errorOf } from './wire-answer.ts';
import { checkHeaders, requestOf } from './wire-request.ts';

/** An answer in full: what a script cannot say. */
export type RawAnswer = (response: ServerResponse) => void | Promise<void>;

/** A server of the Messages API on this machine. */
export interface AnthropicDouble {
  readonly url: string;
  readonly key: string;
  /** What it answers next, the last one again and again. */
  answer(...answers: readonly (ModelScript | RawAnswer)[]): void;
  readonly received: readonly ReceivedRequest[];
  readonly bodies: readonly JsonObject[];
  readonly headers: readonly IncomingMessage['headers'][];
  /** @throws when a request came that the vendor would not take */
  close(): Promise<void>;
}

const EVENT_STREAM = { 'content-type': 'text/event-stream; charset=utf-8', 'request-id': 'req_01Double' };

/** Writes an answer of this status, and its error as the vendor words it. */
export function sendError(
  response: ServerResponse,
  status: number,
  { message, ...headers }: { readonly message?: string; readonly [header: string]: string | undefined } = {},
): void {
  const given = Object.entries(headers).filter((entry): entry is [string, string] => entry[1] !== undefined);
  response.writeHead(status, {
    'content-type': 'application/json',
    'request-id': 'req_01Double',
    ...Object.fromEntries(given),
  });
  response.end(
    JSON.stringify({ type: 'error', error: errorOf(status, message), request_id: 'req_01Double' }),
  );
}

/** Begins a stream, if need be, and writes these pieces of it. */
export function sendPieces(response: ServerResponse, pieces: Iterable<string | Buffer>): void {
  if (!response.headersSent) response.writeHead(200, EVENT_STREAM);
  for (const piece of pieces) response.write(piece);
}

async function play(script: ModelScript, response: ServerResponse): Promise<void> {
  const { fault, pieceBytes } = script;
  if (fault?.kind === 'status') {
    const after = fault.retryAfterSeconds;
    sendError(response, fault.status, { 'retry-after': after === undefined ? undefined : `${after}` });
    return;
  }
  const frames = answerOf(script);
  if (pieceBytes === undefined) {
    // An event at a time, as they are made.
    for (const one of frames) {
      sendPieces(response, [one]);
      await new Promise(setImmediate);
    }
  } else {
    const body = Buffer.from(frames.join(''));
    for (let at = 0; at < body.length; at += pieceBytes) {
      sendPieces(response, [body.subarray(at, at + pieceBytes)]);
      await new Promise(setImmediate);
    }
  }
  if (fault?.kind === 'silence') return;
  if (fault?.kind !== 'cut') return void response.end();
  await pause(20);
  response.destroy();
}

async function textOf(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(Buffer.from(chunk));
  return Buffer.concat(chunks).toString('utf8');
}

/** Starts a double on a free port. */
export async function startDouble(): Promise<AnthropicDouble> {
  const key = 'sk-ant-api03-double_Secret-0123456789';
  const answers: (ModelScript | RawAnswer)[] = [];
  const received: ReceivedRequest[] = [];
  const bodies: JsonObject[] = [];
  const headers: IncomingMessage['headers'][] = [];
  const faults: unknown[] = [];

  const take = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const json = await textOf(request);
    if (`${request.method} ${request.url}` !== 'POST /v1/messages') throw new Error(`Not ${request.url}.`);
    headers.push(request.headers);
    checkHeaders(request.headers, key);
    const body = jsonObjectSchema.parse(JSON.parse(json));
    bodies.push(body);
    const ended = new Promise<void>((resolve) => response.once('close', resolve));
    received.push({ ...requestOf(body), ended });
    const answer = (answers.length > 1 ? answers.shift() : answers[0]) ?? {};
    await (typeof answer === 'function' ? answer(response) : play(answer, response));
  };
  const server = createServer((request, response) => {
    take(request, response).catch((error: unknown) => {
      faults.push(error);
      sendError(response, 400, { message: String(error) });
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('The double has no port.');

  return {
    url: `http://127.0.0.1:${address.port}`,
    key,
    answer: (...more) => void answers.splice(0, answers.length, ...more),
    received,
    bodies,
    headers,
    close: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
      if (faults.length > 0) throw faults[0];
    },
  };
}
