import { readdirSync } from 'node:fs';
import { buildPackages } from './lib/build.mjs';
import { install } from './lib/install.mjs';
import { at } from './lib/root.mjs';
import { runNode } from './lib/run.mjs';
import { duration, heading, main, ScriptError, say } from './lib/say.mjs';
import { setup } from './lib/setup.mjs';

/** `npm run bench -- [name…]`: runs bench/*.bench.mjs, all or those whose name contains an argument. */
await main(async () => {
  const done = await setup();
  if (done !== undefined) return done;
  const wanted = process.argv.slice(2);
  const files = readdirSync(at('bench'))
    .filter((file) => /\.bench\.mjs$/.test(file))
    .filter((file) => wanted.length === 0 || wanted.some((name) => file.includes(name)));
  if (files.length === 0) return say(`No bench is called ${wanted}.`);
  await install(at('bench'), 'bench peers');
  // A PostgreSQL of their own, where this machine has none.
  await install(at('test-tools'), 'test tools');
  await buildPackages();
  const failed = [];
  for (const file of files) {
    heading(file);
    const startedAt = Date.now();
    const { code } = await runNode([at('bench', file)]);
    say(`\n${file}: ${duration(Date.now() - startedAt)}`);
    if (code !== 0) failed.push(file);
  }
  if (failed.length > 0) throw new ScriptError(`Failed: ${failed.join(', ')}.`);
});
