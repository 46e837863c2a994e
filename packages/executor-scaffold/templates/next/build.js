/**
 * `npm run build`: builds the pages and puts everything that runs into `dist`, which needs nothing else.
 */
import { spawnSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { cp, mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { join } from 'node:path';

const root = import.meta.dirname;
const dist = join(root, 'dist');
const built = join(root, '.next');
const standalone = join(built, 'standalone');

/** @param {string} path */
const take = (path) => cp(join(root, path), join(dist, path), { recursive: true });

/** The same from build to build, so that a page that is open when a new version comes can still send its form. */
async function actionsKey() {
  const file = join(built, 'cache', 'actions-key');
  const kept = await readFile(file, 'utf8').catch(() => '');
  if (kept !== '') return kept;
  const key = randomBytes(32).toString('base64');
  await mkdir(join(built, 'cache'), { recursive: true });
  await writeFile(file, key, { mode: 0o600 });
  return key;
}

// What an earlier build left would pass for what this one made.
await rm(standalone, { recursive: true, force: true });
const { status } = spawnSync(
  process.execPath,
  [createRequire(import.meta.url).resolve('next/dist/bin/next'), 'build'],
  {
    cwd: root,
    stdio: 'inherit',
    env: {
      NEXT_SERVER_ACTIONS_ENCRYPTION_KEY: await actionsKey(),
      ...process.env,
      NODE_ENV: 'production',
      NEXT_TELEMETRY_DISABLED: '1',
    },
  },
);
if (status !== 0) process.exit(status ?? 1);

await rm(dist, { recursive: true, force: true });
await cp(standalone, dist, { recursive: true });
// Pictures are shown as they were stored: what would resize them is native code, and large.
for (const name of ['sharp', '@img'])
  await rm(join(dist, 'node_modules', name), { recursive: true, force: true });
await cp(join(built, 'static'), join(dist, '.next', 'static'), { recursive: true });
await Promise.all(['lib', 'site', 'server.js', 'listener.js', 'package.json'].map(take));
await cp(join(root, 'public'), join(dist, 'public'), { recursive: true }).catch(() => {});
// The configuration as it was built: the running app does not read next.config.js.
const { config } = JSON.parse(await readFile(join(built, 'required-server-files.json'), 'utf8'));
await writeFile(join(dist, 'next.config.json'), `${JSON.stringify(config)}\n`);
