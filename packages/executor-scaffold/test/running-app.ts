import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { cp, mkdir, mkdtemp, readFile, rm } from 'node:fs/promises';
import { request } from 'node:http';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { createInterface } from 'node:readline';
import { promisify } from 'node:util';
import type { Blueprint } from '@orchard-studio/core';
import { onTestFinished } from 'vitest';
import { z } from 'zod';
import { appFiles, designFiles } from '../src/app-files.ts';
import { deriveModel, readTemplates, sandboxArguments } from '../src/index.ts';
import { type HttpAnswer, httpSession, jsonRequest } from './support/http-session.ts';

const run = promisify(execFile);

const recordSchema = z.looseObject({ id: z.number() });
const listSchema = z.object({ items: z.array(recordSchema), total: z.number() });

interface Person {
  readonly name: string;
  readonly email: string;
  readonly password: string;
}

/** What somebody does with an app over HTTP; cookies are kept, as a browser does. */
interface Visitor {
  get(path: string, headers?: Record<string, string>): Promise<HttpAnswer>;
  send(method: string, path: string, body?: unknown): Promise<HttpAnswer>;
  form(path: string, values: Record<string, string>, headers?: Record<string, string>): Promise<HttpAnswer>;
  /** Adds a record and answers it. @throws when the app refuses it */
  add(path: string, body: object): Promise<z.infer<typeof recordSchema>>;
  list(path: string): Promise<z.infer<typeof listSchema>>;
  /** Sends the form to sign up, and keeps the session for what follows. */
  signUp(person: Person): Promise<void>;
  /** Somebody else's eyes on the same app, not signed in unless a cookie says so. */
  visitor(cookies?: Readonly<Record<string, string>>): Visitor;
}

export interface RunningApp extends Visitor {
  readonly url: string;
  readonly output: string[];
  /** The folder of its data. */
  readonly data: string;
  readonly pid: number;
  /** Status of a GET that names another host, as fetch cannot. */
  statusFor(host: string): Promise<number | undefined>;
  stop(signal?: NodeJS.Signals): Promise<number | null>;
}

function visitorOf(url: string, cookies: Readonly<Record<string, string>> = {}): Visitor {
  const ask = httpSession(() => url, new Map(Object.entries(cookies)));
  const send: Visitor['send'] = (method, path, body) => ask(path, jsonRequest(method, body));
  const form: Visitor['form'] = (path, values, headers = {}) =>
    ask(path, {
      method: 'POST',
      headers: { accept: 'text/html', ...headers },
      body: new URLSearchParams(values),
    });
  return {
    send,
    form,
    get: (path, headers = {}) => ask(path, { headers: { accept: 'text/html', ...headers } }),
    add: async (path, body) => {
      const answer = await send('POST', `/api/${path}`, body);
      if (answer.status !== 201) throw new Error(`${answer.status} ${answer.text}`);
      return recordSchema.parse(answer.json);
    },
    list: async (path) => listSchema.parse((await ask(`/api/${path}`)).json),
    signUp: async (person) => {
      const { status, text } = await form('/sign-up', { ...person });
      if (status !== 303) throw new Error(`${status} ${text}`);
    },
    visitor: (given) => visitorOf(url, given),
  };
}

let templates: ReturnType<typeof readTemplates> | undefined;

/** Writes the app of a Blueprint into a folder of its own, without git. */
export async function writeApp(blueprint: Blueprint, directory?: string): Promise<string> {
  const root = directory === undefined ? await mkdtemp(join(tmpdir(), 'orchard-app-')) : dirname(directory);
  if (directory === undefined)
    onTestFinished(() => rm(root, { recursive: true, force: true, maxRetries: 3 }));
  const folder = directory ?? join(root, 'app');
  const model = deriveModel(blueprint, 'Cool project');
  templates ??= readTemplates();
  const parts = { model, slug: 'cool-project', target: 'node' as const, templates: await templates };
  // One after the other without a wait: hundreds of small files are written many times.
  for (const [path, content] of [...designFiles(model), ...appFiles(parts)]) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), content);
  }
  return folder;
}

/** Puts `pg` beside an app, as `npm install` would. */
async function installPg(folder: string): Promise<void> {
  const open = ['pg'];
  const done = new Set<string>();
  let from = import.meta.url;
  for (let name = open.pop(); name !== undefined; name = open.pop()) {
    if (done.has(name)) continue;
    done.add(name);
    const source = packageFolder(name, from);
    await cp(source, join(folder, 'node_modules', name), { recursive: true });
    const { dependencies } = packageSchema.parse(
      JSON.parse(await readFile(join(source, 'package.json'), 'utf8')),
    );
    open.push(...Object.keys(dependencies));
    from = join(source, 'package.json');
  }
}

const packageSchema = z.object({ dependencies: z.record(z.string(), z.string()).default({}) });

/** Where a package is installed, found from a file that may import it. */
function packageFolder(name: string, from: string): string {
  for (const folder of createRequire(from).resolve.paths(name) ?? []) {
    const path = join(folder, name);
    if (existsSync(join(path, 'package.json'))) return path;
  }
  throw new Error(`${name} is not installed.`);
}

interface AppStart {
  readonly sandbox: readonly string[];
  readonly env: Record<string, string>;
}

/** Sandboxed and with an environment of its own, the way a host starts an app. */
async function prepareStart(folder: string, env: Record<string, string>): Promise<AppStart> {
  const data = `${folder}-data`;
  await mkdir(data, { recursive: true });
  if (env.DATABASE_URL !== undefined && !existsSync(join(folder, 'node_modules'))) await installPg(folder);
  const sandbox = await sandboxArguments({ nodePath: process.execPath, code: folder, data });
  return { sandbox, env: { PORT: '0', DATA_DIR: data, ...env } };
}

/** Runs `node server.js migrate`. @returns what it printed */
export async function migrateApp(folder: string, env: Record<string, string> = {}): Promise<string> {
  const start = await prepareStart(folder, env);
  const { stdout } = await run(process.execPath, [...start.sandbox, 'server.js', 'migrate'], {
    cwd: folder,
    env: start.env,
  });
  return stdout;
}

/** How an app is started, where it matters. */
export interface StartOptions {
  /** A program and its arguments that start Node: `sh -c 'ulimit …; exec "$@"' sh`. */
  readonly through?: readonly string[];
  /** Whose process it is, for those who may say so. */
  readonly uid?: number;
}

/** Starts a built app the way a host does: sandboxed, with an environment of its own. */
export async function startApp(
  folder: string,
  env: Record<string, string> = {},
  { through = [], uid }: StartOptions = {},
): Promise<RunningApp> {
  const start = await prepareStart(folder, env);
  const [program = '', ...words] = [...through, process.execPath, ...start.sandbox, 'server.js'];
  const child = spawn(program, words, {
    cwd: folder,
    env: start.env,
    stdio: ['ignore', 'pipe', 'pipe'],
    ...(uid === undefined ? {} : { uid }),
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
  const statusFor: RunningApp['statusFor'] = async (host) => {
    const sent = request(url, { headers: { host } }).end();
    const [response] = await once(sent, 'response');
    response.resume();
    return response.statusCode;
  };
  const data = start.env.DATA_DIR ?? '';
  return { url, output, data, pid: child.pid ?? 0, stop, statusFor, ...visitorOf(url) };
}
