import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir } from 'node:fs/promises';
import { request } from 'node:http';
import { createInterface } from 'node:readline';
import { onTestFinished } from 'vitest';
import { z } from 'zod';
import { sandboxArguments } from '../src/index.ts';

const recordSchema = z.looseObject({ id: z.number() });
const listSchema = z.object({ items: z.array(recordSchema), total: z.number() });

interface Answer {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
  readonly json: unknown;
}

export interface RunningApp {
  readonly url: string;
  readonly output: string[];
  get(path: string, headers?: Record<string, string>): Promise<Answer>;
  send(method: string, path: string, body?: unknown): Promise<Answer>;
  form(path: string, values: Record<string, string>, headers?: Record<string, string>): Promise<Answer>;
  /** Adds a record and answers it. @throws when the app refuses it */
  add(path: string, body: object): Promise<z.infer<typeof recordSchema>>;
  list(path: string): Promise<z.infer<typeof listSchema>>;
  /** Status of a GET that names another host, as fetch cannot. */
  statusFor(host: string): Promise<number | undefined>;
  stop(signal?: NodeJS.Signals): Promise<number | null>;
}

const tryJson = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
};

function requests(url: string): Omit<RunningApp, 'url' | 'output' | 'stop'> {
  const ask = async (path: string, init: RequestInit): Promise<Answer> => {
    const response = await fetch(`${url}${path}`, { redirect: 'manual', ...init });
    const text = await response.text();
    return { status: response.status, headers: response.headers, text, json: tryJson(text) };
  };
  const send: RunningApp['send'] = (method, path, body) =>
    ask(path, {
      method,
      ...(body === undefined
        ? {}
        : { headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) }),
    });
  return {
    send,
    get: (path, headers = {}) => ask(path, { headers }),
    form: (path, values, headers = {}) =>
      ask(path, { method: 'POST', headers, body: new URLSearchParams(values) }),
    add: async (path, body) => {
      const answer = await send('POST', `/api/${path}`, body);
      if (answer.status !== 201) throw new Error(`${answer.status} ${answer.text}`);
      return recordSchema.parse(answer.json);
    },
    statusFor: async (host) => {
      const sent = request(url, { headers: { host } }).end();
      const [response] = await once(sent, 'response');
      response.resume();
      return response.statusCode;
    },
    list: async (path) => listSchema.parse((await ask(`/api/${path}`, {})).json),
  };
}

/** Starts a built app the way a host does: sandboxed, with an environment of its own. */
export async function startApp(folder: string, env: Record<string, string> = {}): Promise<RunningApp> {
  const data = `${folder}-data`;
  await mkdir(data, { recursive: true });
  const sandbox = await sandboxArguments({ nodePath: process.execPath, code: folder, data });
  const child = spawn(process.execPath, [...sandbox, 'server.js'], {
    cwd: folder,
    env: { PORT: '0', DATA_DIR: data, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const output: string[] = [];
  const ended = once(child, 'close').then(() => child.exitCode);
  const listening = Promise.withResolvers<string>();
  for (const stream of [child.stdout, child.stderr]) {
    createInterface({ input: stream }).on('line', (line) => {
      output.push(line);
      const url = /"message":"listening","url":"([^"]+)"/.exec(line)?.[1];
      if (url !== undefined) listening.resolve(url);
    });
  }
  ended.then(() => listening.reject(new Error(`The app ended: ${output.join('\n')}`)));
  const stop: RunningApp['stop'] = (signal = 'SIGTERM') => {
    child.kill(signal);
    return ended;
  };
  onTestFinished(async () => {
    await stop('SIGKILL');
  });
  const url = await listening.promise;
  return { url, output, stop, ...requests(url) };
}
