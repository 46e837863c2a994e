import { existsSync, readdirSync } from 'node:fs';
import { buildPackages } from './lib/build.mjs';
import { install } from './lib/install.mjs';
import { at } from './lib/root.mjs';
import { runNode } from './lib/run.mjs';
import { heading, main, ScriptError, say } from './lib/say.mjs';
import { setup } from './lib/setup.mjs';

/** `npm run bench -- [name…]`: runs bench/*.bench.{mjs,ts}, all or those whose name contains an argument. */
await main(async () => {
  const done = await setup();
  if (done !== undefined) return done;
  const wanted = process.argv.slice(2);
  const files = readdirSync(at('bench'))
    .filter((file) => /\.bench\.(mjs|ts)$/.test(file))
    .filter((file) => wanted.length === 0 || wanted.some((name) => file.includes(name)));
  if (files.length === 0)
    return say(wanted.length === 0 ? 'There are no benches yet.' : `No bench is called ${wanted}.`);
  if (existsSync(at('bench/package-lock.json'))) await install(at('bench'), 'bench peers');
  await buildPackages();
  for (const file of files) {
    heading(file);
    const { code } = await runNode([at('bench', file)]);
    if (code !== 0) throw new ScriptError(`${file} failed.`);
  }
});
