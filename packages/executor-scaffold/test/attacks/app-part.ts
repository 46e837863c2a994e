import { cpSync, mkdtempSync, rmSync, symlinkSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { onTestFinished } from 'vitest';
import type { AppModel, Database } from '../../templates/base/lib/types.d.ts';

const templates = fileURLToPath(new URL('../../templates/', import.meta.url));

const packages = dirname(dirname(createRequire(import.meta.url).resolve('pg/package.json')));

/** Puts the folders together as they lie in an app. @returns the app's folder */
function compose(): string {
  const folder = mkdtempSync(join(tmpdir(), 'orchard-part-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  for (const part of ['base', 'data', 'access', 'api', 'views', 'ui'])
    cpSync(join(templates, part), folder, { recursive: true });
  symlinkSync(packages, join(folder, 'node_modules'));
  return folder;
}

const load = (folder: string, path: string) =>
  import(/* @vite-ignore */ pathToFileURL(join(folder, path)).href);

/** A module of an app, running in this process. @param path below `lib` */
export const loadPart = (path: string) => load(compose(), join('lib', path));

/** The accounts of an app, as far as they are asked here. */
interface AppAccounts {
  create(account: { name: string; email: string; password: string; role: string }): Promise<unknown>;
  authenticate(email: string, password: string): Promise<unknown>;
}

/** A whole app, running in this process and asked without a network. */
export async function loadApp(model: AppModel, env: Record<string, string>) {
  const folder = compose();
  const lines: string[] = [];
  const log = (...event: unknown[]): void => void lines.push(JSON.stringify(event));
  const { readConfig } = await load(folder, 'lib/config.js');
  const { openApplication } = await load(folder, 'lib/open-application.js');
  const { createHandler } = await load(folder, 'ui/handler.js');
  const config = readConfig({ DATA_DIR: join(folder, 'app-data'), ...env });
  const application = await openApplication({ model, config, log });
  const db: Database = application.parts.db;
  const accounts: AppAccounts = application.parts.accounts;
  onTestFinished(() => db.close());
  const handle: (request: Request, client: string) => Promise<Response> = createHandler(application);
  return {
    parts: { db, accounts },
    lines,
    ask: (path: string, init: RequestInit = {}): Promise<Response> => {
      const headers = new Headers(init.headers);
      headers.set('host', 'localhost');
      return handle(new Request(`http://localhost${path}`, { ...init, headers }), 'test');
    },
  };
}
